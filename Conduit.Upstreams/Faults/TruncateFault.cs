namespace Conduit.Upstreams.Faults;

/// <summary>Declares a whole body, sends half of it, and cuts the connection.</summary>
internal static class TruncateFault
{
    public static async Task ApplyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
