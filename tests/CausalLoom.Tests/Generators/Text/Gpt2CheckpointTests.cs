using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;

namespace CausalLoom.Tests.Generators.Text;

public sealed class Gpt2CheckpointTests
{
    private static readonly JsonElement Fixture = TestFixture.Element("great.json");

    [Fact]
    public void LogitsAndGradientsOfACheckpointAreThoseOfTorch()
    {
        // Reference: the plain PyTorch GPT-2 in float64 of tools/reference/gpt2.py, on the same files.
        Gpt2Checkpoint checkpoint = Gpt2Checkpoint.Open(TinyCheckpoint.Fixture);
        ParameterStore store = new();
        TransformerDecoder decoder = checkpoint.Load(store, null, 0);
        Assert.Equal(checkpoint.Weights, store.SavedLength);
        int[] ids = [.. checkpoint.Tokeniser.Encode("age is 24, smoker is yes, dose is low, weight is 71.5"), checkpoint.EndOfText];
        int length = ids.Length - 1;
        Tape tape = new();
        Node hidden = decoder.Hidden(tape, decoder.Embed(tape, ids.AsSpan(0, length), length), length);
        Close("last_logits", Fixture.GetProperty("last_logits"), decoder.Logits(tape, hidden).Row(length - 1));
        store.ZeroGradient();
        Node loss = decoder.CrossEntropy(tape, hidden, ids.AsSpan(1));
        tape.Backward(loss);
        Assert.Equal(1, loss.Scalar / Fixture.GetProperty("loss").GetDouble(), 1e-6);
        JsonElement gradients = Fixture.GetProperty("gradients");
        Close("c_attn", gradients.GetProperty("h.0.attn.c_attn.weight"), decoder.Blocks[0].AttentionIn.Gradient);
        Close("c_proj", gradients.GetProperty("h.1.mlp.c_proj.bias"), decoder.Blocks[1].FeedForwardOutBias.Gradient);
        Close("ln_2", gradients.GetProperty("h.1.ln_2.weight"), decoder.Blocks[1].FeedForwardNorm.Scale.Gradient);
        Close("c_fc", gradients.GetProperty("h.0.mlp.c_fc.bias"), decoder.Blocks[0].FeedForwardInBias.Gradient);
        Close("ln_f", gradients.GetProperty("ln_f.bias"), decoder.FinalNorm.Shift.Gradient);
        int token = Fixture.GetProperty("token_gradient").GetProperty("id").GetInt32(), width = decoder.Options.Width;
        Close("wte", Fixture.GetProperty("token_gradient").GetProperty("values"), decoder.TokenTable!.Gradient.Slice(token * width, width));
    }

    [Fact]
    public void SomeTokensKeepTheirLogits()
    {
        Gpt2Checkpoint checkpoint = Gpt2Checkpoint.Open(TinyCheckpoint.Fixture);
        int[] kept = [40, 7, 300, 55], all = [7, 300, 40];
        TransformerDecoder whole = checkpoint.Load(new ParameterStore(), null, 0), part = checkpoint.Load(new ParameterStore(), kept, 0);
        Tape tape = new();
        Node full = whole.Logits(tape, whole.Hidden(tape, whole.Embed(tape, all, 3), 3)),
            few = part.Logits(tape, part.Hidden(tape, part.Embed(tape, [1, 2, 0], 3), 3));
        for (int t = 0; t < 3; t++)
        {
            for (int k = 0; k < kept.Length; k++)
            {
                Assert.Equal(full.Row(t)[kept[k]], few.Row(t)[k], 1e-5f);
            }
        }
    }

    [Fact]
    public void HalfPrecisionIsRead()
    {
        using CheckpointTensors file = new(Path.Combine(AppContext.BaseDirectory, "Fixtures", "halves.safetensors"));
        float[] half = new float[6], brain = new float[4], single = new float[6];
        file.Read("half", [3, 2], null, half);
        file.Read("brain", [3, 2], [2, 0], brain);
        file.Read("single", [6], null, single);
        float[] expectedHalf = Values("half"), expectedBrain = Values("brain");
        Assert.Equal(expectedHalf, half);
        Assert.Equal([expectedBrain[4], expectedBrain[5], expectedBrain[0], expectedBrain[1]], brain);
        Assert.Equal(-0.333251953125f, single[1]);

        static float[] Values(string name) =>
            [.. Fixture.GetProperty("halves").GetProperty(name).EnumerateArray().Select(v => (float)v.GetDouble())];
    }

    public static TheoryData<string, string> Spoilt => new()
    {
        { "config.json", "There is no file" },
        { "vocab.json", "There is no file" },
        { "merges.txt", "There is no file" },
        { "model.safetensors", "model.safetensors is not there" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void AMissingFileIsNamed(string file, string message)
    {
        string folder = TinyCheckpoint.Copy();
        File.Delete(Path.Combine(folder, file));
        Refused(folder, message);
    }

    [Theory]
    [InlineData("model_type", "\"llama\"", "only 'gpt2'")]
    [InlineData("activation_function", "\"relu\"", "activation 'relu'")]
    [InlineData("model_type", "\"a\\u202eb\\u001b[2J\"", "architecture 'a\\u202eb\\u001b[2J'")]
    [InlineData("n_head", "7", "says n_head 7, into which an n_embd of 24 does not divide")]
    [InlineData("n_head", "0", "has n_head 0")]
    [InlineData("n_layer", "\"two\"", "a n_layer that is no whole number")]
    [InlineData("n_layer", "2.5", "a n_layer that is no whole number")]
    [InlineData("n_layer", "null", "says n_layer 12, where model.safetensors has 2")]
    [InlineData("n_layer", "3", "says n_layer 3, where model.safetensors has 2")]
    [InlineData("n_layer", "1", "says n_layer 1, where model.safetensors has 2")]
    [InlineData("n_layer", "1000000", "says n_layer 1000000, where model.safetensors has 2")]
    [InlineData("n_layer", "-1", "has n_layer -1")]
    [InlineData("n_layer", "2147483647", "has n_layer 2147483647")]
    [InlineData("n_layer", "1e12", "a n_layer that is no whole number")]
    [InlineData("n_embd", "24000000", "says n_embd 24000000, where model.safetensors has 24")]
    [InlineData("n_inner", "500000000", "says n_inner 500000000, where model.safetensors has 96")]
    [InlineData("n_inner", "0", "has n_inner 0")]
    [InlineData("n_positions", "99", "says n_positions 99, where model.safetensors has 160")]
    [InlineData("vocab_size", "300", "says vocab_size 300, where model.safetensors has")]
    [InlineData("vocab_size", "500000000", "says vocab_size 500000000, where model.safetensors has")]
    [InlineData("layer_norm_epsilon", "-1", "layer_norm_epsilon")]
    [InlineData("layer_norm_epsilon", "1e999", "layer_norm_epsilon")]
    [InlineData("layer_norm_epsilon", "\"x\"", "layer_norm_epsilon")]
    [InlineData("tie_word_embeddings", "false", "tie_word_embeddings")]
    public void AnOddConfigurationIsRefused(string key, string value, string message)
    {
        string folder = TinyCheckpoint.Copy(), path = Path.Combine(folder, "config.json");
        JsonNode config = JsonNode.Parse(File.ReadAllText(path))!;
        config[key] = JsonNode.Parse(value);
        File.WriteAllText(path, config.ToJsonString());
        Refused(folder, message);
    }

    [Theory]
    [InlineData("config.json", "{\"a\":", "no sound JSON")]
    [InlineData("vocab.json", "[1]", "no JSON object")]
    [InlineData("config.json", "{\"n_layer\":1,\"n_layer\":2}", "no sound JSON")]
    [InlineData("config.json", "{\"model_type\":\"\\ud800\"}", "no sound JSON")]
    [InlineData("vocab.json", "{\"a\":0,\"b\":0}", "taken")]
    [InlineData("vocab.json", "{\"\\ud800\":0}", "no sound JSON")]
    [InlineData("vocab.json", "{\"a\":1e12}", "taken")]
    [InlineData("vocab.json", "{\"a\":-1}", "taken")]
    [InlineData("merges.txt", "\u001b[2J\u202e x\n", "\\u001b[2J\\u202e x")]
    [InlineData("merges.txt", "a b c\n", "no pair")]
    [InlineData("merges.txt", "zz qq\n", "do not belong")]
    [InlineData("model.safetensors", "nonsense", "not a sound safetensors file")]
    public void ADamagedFileIsRefused(string file, string content, string message)
    {
        string folder = TinyCheckpoint.Copy();
        File.WriteAllText(Path.Combine(folder, file), content);
        Refused(folder, message);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void TextThatIsNoUtf8IsRefused(string file)
    {
        string folder = TinyCheckpoint.Copy();
        File.WriteAllBytes(Path.Combine(folder, file), [0x7b, 0xff, 0xfe, 0x7d]);
        Refused(folder, "is not UTF-8 text");
    }

    [Theory]
    [InlineData("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
        "tensor 'b' lies over another")]
    [InlineData("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}",
        "its header cannot be read")]
    [InlineData("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,80]}}",
        "tensor 'a' lies outside the file")]
    [InlineData("{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
        "tensor 'a' lies outside the file")]
    [InlineData("{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
        "tensor 'a' does not fill its place")]
    [InlineData("{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,8]}}",
        "tensor 'a' has an impossible shape")]
    [InlineData("{'a':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}}",
        "tensor 'a' has an impossible shape")]
    [InlineData("{'a':{'dtype':'F32','shape':[0.5],'data_offsets':[0,8]}}",
        "no list of whole numbers")]
    [InlineData("{'a\\u202e':{'dtype':'F32','shape':[2],'data_offsets':[0,9999]}}",
        "tensor 'a\\u202e' lies outside the file")]
    [InlineData("{'a':7}",
        "a tensor lacks its shape")]
    [InlineData("[]", "its header is no object")]
    [InlineData("{", "its header cannot be read")]
    [InlineData("{'wte.weight':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}",
        "says vocab_size")]
    [InlineData("{'wpe.weight':{'dtype':'I64','shape':[160,24],'data_offsets':[0,16]}}",
        "lacks the tensor 'wte.weight'")]
    public void AHostileHeaderOfWeightsIsRefused(string header, string message)
    {
        string folder = TinyCheckpoint.Copy();
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header.Replace('\'', '"'));
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"),
            [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. new byte[16]]);
        Refused(folder, message);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), [.. BitConverter.GetBytes(ulong.MaxValue), .. text]);
        Refused(folder, "its header is longer than the file");
    }

    [Fact]
    public void APatternThatGoesBackAndForthForEverIsGivenUp()
    {
        PreTokeniser cutter = new(["(a|aa)+c"]);
        string said = Assert.Throws<CausalLoomException>(() => cutter.Cut(new string('a', 60) + "d").Count()).Message;
        Assert.Contains("takes more than", said, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new PreTokeniser([new string('a', 20_000)]));
    }

    [Fact]
    public void WeightsInOtherFormsAreRefusedWithAdvice()
    {
        string folder = TinyCheckpoint.Copy();
        File.Move(Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "pytorch_model.bin"));
        Refused(folder, "save it with safetensors");
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), "{}");
        Refused(folder, "in several files");
        Refused(Path.Combine(folder, "nowhere"), "There is no checkpoint folder");
    }

    private static void Refused(string folder, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string said = Assert.Throws<CausalLoomException>(() => Gpt2Checkpoint.Open(folder).Load(new ParameterStore(), null, 0)).Message;
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000_000, "More memory than the files can explain.");
        Assert.True(said.Length < 400, said);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    private static void Close(string what, JsonElement expected, ReadOnlySpan<float> actual)
    {
        double[] values = [.. expected.EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(values.Length, actual.Length);
        double scale = values.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - actual[i]) <= 1e-5 * scale, $"{what}[{i}]: {actual[i]:R} where torch has {values[i]:R}");
        }
    }
}
