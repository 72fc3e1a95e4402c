using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Yarp;

/// <summary>
/// The moments within a reload: each line that its thread logs and each of its readings of the clock. A test that looks
/// around in each of them sees what requests meet meanwhile, and sees it every time.
/// </summary>
internal sealed class ReloadMoments : TimeProvider, ILoggerProvider, ILogger
{
    private Action? _look;
    private int _thread;

    public void LookWithin(Action reload, Action look)
    {
        _look = look;
        _thread = Environment.CurrentManagedThreadId;
        reload();
        _thread = 0;
    }

    public override long GetTimestamp()
    {
        Look();
        return base.GetTimestamp();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Look();

    public void Dispose()
    {
    }

    private void Look()
    {
        if (_thread == Environment.CurrentManagedThreadId)
        {
            _look!();
        }
    }
}
