using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Random;

/// <summary>
/// Vectorised fills of float32 buffers from a stream: the same bytes on every instruction set. A fill begins at a fresh
/// counter block and takes sixteen blocks for every 64 values begun, so the numbers depend on the lengths asked for.
/// </summary>
public static unsafe class FloatFills
{
    /// <summary>Uniform on [0, 1) with 24 random bits.</summary>
    public static void FillUniform(this RandomStream stream, Span<float> destination) => Fill<FloatLaws.Uniform>(stream, destination, 0);

    /// <summary>Standard normal, float32 accuracy, |z| below 6.7.</summary>
    public static void FillNormal(this RandomStream stream, Span<float> destination) => Fill<FloatLaws.Normal>(stream, destination, 0);

    /// <summary>Standard Gumbel, −log(−log U).</summary>
    public static void FillGumbel(this RandomStream stream, Span<float> destination) => Fill<FloatLaws.Gumbel>(stream, destination, 0);

    /// <summary>0 with the given probability p in [0, 1), else 1/(1 − p): the factors of inverted dropout.</summary>
    public static void FillDropoutMask(this RandomStream stream, Span<float> destination, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        Fill<FloatLaws.DropoutMask>(stream, destination, (float)probability);
    }

    private static void Fill<TLaw>(RandomStream stream, Span<float> destination, float parameter)
        where TLaw : struct, FloatLaws.ILaw
    {
        ArgumentNullException.ThrowIfNull(stream);
        ulong groups = ((ulong)destination.Length + PhiloxWords.Words - 1) / PhiloxWords.Words;
        (ulong key, ulong lane) = stream.Identity;
        ulong block = stream.ReserveBlocks(groups * PhiloxWords.Blocks);
        fixed (float* target = destination)
        {
            Simd.Run(new FillKernel<TLaw>(key, lane, block, target, destination.Length, parameter));
        }
    }

    private readonly struct FillKernel<TLaw>(ulong key, ulong lane, ulong firstBlock, float* target, int length, float parameter) : IKernel
        where TLaw : struct, FloatLaws.ILaw
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            SimdPath path = typeof(T) == typeof(Lanes512) ? SimdPath.Vector512 : typeof(T) == typeof(Lanes256) ? SimdPath.Vector256
                : SimdPath.Scalar;
            float* words = stackalloc float[PhiloxWords.Words];
            T constant = T.Create(parameter);
            ulong block = firstBlock;
            for (nint i = 0; i < length; i += PhiloxWords.Words, block += PhiloxWords.Blocks)
            {
                PhiloxWords.Fill(path, key, lane, block, (uint*)words);
                nint left = length - i;
                TLaw.Apply<T, TWide>(words, left < PhiloxWords.Words ? words : target + i, constant);
                if (left < PhiloxWords.Words)
                {
                    new ReadOnlySpan<float>(words, (int)left).CopyTo(new Span<float>(target + i, (int)left));
                }
            }
        }
    }
}
