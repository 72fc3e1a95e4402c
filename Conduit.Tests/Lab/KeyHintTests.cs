using Conduit.Lab;

namespace Conduit.Tests.Lab;

public sealed class KeyHintTests
{
    private static readonly string[] Known = ["add", "set", "jitter", "probability", "rampTo"];

    [Theory]
    [InlineData("jiter", "jitter")]
    [InlineData("probabilty", "probability")]
    [InlineData("rampto", "rampTo")]
    [InlineData("ad", "add")]
    public void Nearest_mistyped_key_is_the_one_meant(string key, string meant)
        => Assert.Equal(meant, KeyHint.Nearest(key, Known));

    [Theory]
    [InlineData("colour")]
    [InlineData("x")]
    [InlineData("")]
    public void Nearest_key_unlike_any_gives_no_hint(string key)
        => Assert.Null(KeyHint.Nearest(key, Known));
}
