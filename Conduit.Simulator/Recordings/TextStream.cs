using System.IO.Compression;

namespace Conduit.Simulator.Recordings;

/// <summary>Files of text that may be compressed with gzip: read by what they hold, written by their name.</summary>
internal static class TextStream
{
    private const string Compressed = ".gz";

    /// <summary>Opens a file to read, whichever it is.</summary>
    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> magic = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Creates a file; one whose name ends in .gz is compressed.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="name">The name that decides, where it is written elsewhere first.</param>
    public static Stream Create(string path, string? name = null)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        return (name ?? path).EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }
}
