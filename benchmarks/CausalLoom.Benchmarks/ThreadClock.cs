using System.Runtime.InteropServices;

namespace CausalLoom.Benchmarks;

/// <summary>CPU time of the calling thread, which a busy machine does not inflate as it does wall time (Linux).</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Seconds of CPU time used so far.</summary>
    public static double Seconds()
    {
        _ = ClockGetTime(ThreadCpuTime, out Timespec time);
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
