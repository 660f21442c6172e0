using CausalLoom.Io;

namespace CausalLoom.Tests.Io;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("treatmnt", "treatment,outcome", " Did you mean 'treatment'?")]
    [InlineData("AGE", "age,wt", " Did you mean 'age'?")]
    [InlineData("zzz", "treatment,outcome", "")]
    public void NearWordsAreSuggested(string word, string known, string expected) =>
        Assert.Equal(expected, Suggestion.For(word, known.Split(',')));
}
