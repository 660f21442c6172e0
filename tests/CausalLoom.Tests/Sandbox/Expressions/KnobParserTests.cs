using CausalLoom.Data;
using CausalLoom.Expressions;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Tests.Data;
using FsCheck;
using FsCheck.Fluent;

namespace CausalLoom.Tests.Sandbox.Expressions;

/// <summary>What is refused, in which words, and that nothing but a refusal ever comes of bad text.</summary>
public sealed class KnobParserTests
{
    private static readonly string[] Pieces =
    [
        "age", "bmi", "cvd", "race", "lab", "flag", "treat", "y", "nosuch", "`base line\\`1`", "`", "x.y_2", "1", ".5", "1e-3", "1e999",
            "2L", "0x1", "'black'", "\"a", "\"black\"", "+", "-", "*", "/", "^", "**",
        "<", "<=", "==", "!=", "!", "&", "&&", "|", "=", "(", ")", ",", "exp(", "ifelse(", "scale(", "min(", "quantile(", "fit(", "linear",
            "is.na(", "c(", " %in% ", "%%", "TRUE", "NA", "Inf", "pi", "na.rm=",
        " ", "\n", "\t", "\\", "\u2212", "é", "😀", "\ud800", "\0", "[", "]", "{", ";", "~", "$", "@", "#", ":", "?",
    ];

    [Theory]
    [InlineData(".1 + .05*tnh(age)",
        "--tau: '.1 + .05*tnh(age)': there is no function 'tnh' at character 10 (here: »tnh(age)«); did you mean 'tanh'?")]
    [InlineData("age + agee", "--tau: 'age + agee': there is no covariate 'agee' at character 7 (here: »agee«); did you mean 'age'?")]
    [InlineData("age ++", "--tau: 'age ++': the expression ends where a value is due at character 7 (the end).")]
    [InlineData("", "--tau: '': there is no expression at character 1 (the end).")]
    [InlineData("(age", "--tau: '(age': there is a ( that nothing closes at character 1 (here: »(«).")]
    [InlineData("age)", "--tau: 'age)': there is a ) that nothing opened at character 4 (here: »)«).")]
    [InlineData("2age", "this is neither a number nor a name at character 1 (here: »2age«); write 2 * age to multiply")]
    [InlineData("2 age", "an operator is missing before this at character 3 (here: »age«); to multiply write *")]
    [InlineData("1,5 * age", "there is a comma outside a function at character 2 (here: »,«); a decimal point is written .")]
    [InlineData("age && cvd", "'&&' is for single values at character 5 (here: »&&«); write &, which works row by row")]
    [InlineData("age = 3", "there is a single = at character 5 (here: »=«); to compare write ==")]
    [InlineData("age<-1", "R reads this as an assignment at character 4 (here: »<-«); put a space between the two signs")]
    [InlineData("1 < age < 3", "comparisons do not chain at character 9 (here: »<«); write a < b & b < c")]
    [InlineData("age %/% 2", "there is no operator '%/%' at character 5")]
    [InlineData("age \u2212 1", "there is a character that has no meaning at character 5 (here: »\u2212«); write -.")]
    [InlineData("exp(age", "there is a ( that nothing closes at character 4")]
    [InlineData("exp()", "exp() takes one value, not 0 at character 1")]
    [InlineData("ifelse(cvd, 1)", "ifelse() takes 3 values, not 2 at character 1 (here: »ifelse(cvd, 1)«); ifelse(condition, a, b)")]
    [InlineData("age(2)", "'age' is a column, not a function at character 1")]
    [InlineData("NA + age", "'NA' is a reserved word at character 1 (here: »NA«); to ask whether a value is missing there is is.na()")]
    [InlineData("'black' + 1", "there is text where a number is due at character 1")]
    [InlineData("'black' == 1", "there is text beside what is not a column of text at character 1")]
    [InlineData("(age + 1) == 'black'", "there is text where a number is due at character 14")]
    [InlineData("age + 1 == 'black'", "there is text where a number is due at character 12")]
    [InlineData("1 + 'black'", "there is text where a number is due at character 5")]
    [InlineData("race + 1", "'race' holds text")]
    [InlineData("exp(race)",
        "'race' holds text, which is no number at character 5 (here: »race«); compare it with a level: race == \"other\"")]
    [InlineData("race == \"blak\"", "the column 'race' has no level 'blak' at character 9 (here: »\"blak\"«); its levels are \"black\", "
        + "\"other\", \"white\"; did you mean 'black'?")]
    [InlineData("race < \"black\"", "text has no < at character 1")]
    [InlineData("race == age", "the column 'race' holds text and can only be compared with levels in quotes at character 9")]
    [InlineData("cvd == \"1\"", "'cvd' holds numbers, which text does not equal at character 8 (here: »\"1\"«); write cvd == 1.")]
    [InlineData("flag == \"TRUE\"",
        "'flag' holds true and false, which text does not equal at character 9 (here: »\"TRUE\"«); write flag == TRUE.")]
    [InlineData("treat * age", "'treat' is the treatment at character 1")]
    [InlineData("age + y", "'y' is the outcome at character 7")]
    [InlineData("T * age", "there is no covariate 'T' at character 1 (here: »T«); write TRUE or FALSE in full")]
    [InlineData("age + 'white", "there is a ' that nothing closes at character 7")]
    [InlineData("c(1, 2)", "c() has its place behind %in% only")]
    [InlineData("age %in% bmi", "behind %in% there must be values at character 10")]
    [InlineData("exp(x = age)", "exp() takes no argument called 'x' at character 9")]
    [InlineData("mean(age, trim = .1)", "mean() takes no argument called 'trim'")]
    [InlineData("quantile(age, 2)", "this is no probability at character 15")]
    [InlineData("fit(slerner)", "there is no outcome model 'slerner' at character 5 (here: »slerner«); did you mean 'slearner'?")]
    [InlineData("fit(dr, 1)", "dr learns the effect and no mean of an arm at character 9")]
    [InlineData("fit(rra)", "there is no outcome model 'rra' at character 5")]
    [InlineData("fit(linear, 2)", "the arm is neither 0 nor 1 at character 13")]
    [InlineData("propensity(3)", "propensity() takes the name of a propensity model at character 12")]
    [InlineData("scale(2)", "scale() needs a column at character 1")]
    [InlineData("age * 1e999", "this number is too large at character 7")]
    [InlineData("😀age", "there is a character that has no meaning at character 1 (here: »😀«)")]
    [InlineData("`😀` + tnh(1)", "there is no covariate '😀' at character 1")]
    public void WhatIsWrongIsSaidAndWhere(string text, string message) =>
        Assert.Contains(message, KnobData.Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("1 / (age - 61)", "1 / (age - 61) is Infinity in real row 2, where 'age' is 61 at character 1 (here: »1 / (age - 61)«); a "
        + "knob must be a finite number in every row.")]
    [InlineData("log(x.y_2) * 2", "log(x.y_2) is NaN in real row 1, where 'x.y_2' is -1 at character 1")]
    [InlineData("1 + lab", "column 'lab' is missing in real row 2 at character 5 (here: »lab«); a knob must be a finite number in every "
        + "row: write ifelse(is.na(lab), 0, …), or fill the column.")]
    [InlineData("ifelse(cvd, 1 / (age - 61), 0)", "1 / (age - 61) is Infinity in real row 2, where 'age' is 61 at character 13")]
    [InlineData("ifelse(lab > 1, 1, 0)", "column 'lab' is missing in real row 2 at character 8")]
    [InlineData("(site == 'a') * 2", "column 'site' is missing in real row 2 at character 1 (here: »(site == 'a')«)")]
    [InlineData("mean(lab)", "column 'lab' is missing in real row 2 at character 6 (here: »lab«); mean() needs a finite number in every "
        + "real row (or mean(…, na.rm = TRUE) to leave such rows out)")]
    [InlineData("min(log(score))", "log(score) is -Infinity in real row 1, where 'score' is 0 at character 5 (here: »log(score)«); min() "
        + "needs a finite number in every real row.")]
    [InlineData("scale(age - age)", "what is scaled has the same value in all real rows at character 1")]
    public void AValueThatIsNoNumberIsRefusedWithItsRow(string text, string message) =>
        Assert.Contains(message, KnobData.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void TheCharacterCountsAsAReaderCounts()
    {
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => KnobExpression.Parse("(\"😀\n\" == 'é') + 2 3", "tau"));
        ExpressionProblem problem = ExpressionProblem.Of(error)!;
        (string line, string caret) = problem.Pointer();
        Assert.Equal("(\"😀 \" == 'é') + 2 3", line);
        Assert.Equal(new string(' ', 18) + "^", caret);
        Assert.Contains("at character 19 ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);

        problem = ExpressionProblem.Of(
            Assert.Throws<CausalLoomException>(() => KnobExpression.Parse("1 + ifelse(flag == '😀', 1, 2 3)", "tau")))!;
        Assert.Equal("tau", problem.Name);
        Assert.Equal(new string(' ', 29) + "^", problem.Pointer().Caret);
        Assert.Null(ExpressionProblem.Of(new CausalLoomException("other")));
    }

    [Fact]
    public void ANameThatNeedsBackticksIsRecognised()
    {
        CausalData real = CausalData.From(
            new Table([new ContinuousColumn("log-cost", [1, 2, 3, 4]), new BinaryColumn("t", [0, 1, 0, 1], ["0", "1"]),
                new ContinuousColumn("y", [1, 2, 3, 5])]), "t", "y");
        Assert.Contains("there is no covariate 'log' at character 5 (here: »log«); write `log-cost` in backticks.",
            KnobData.Refusal("2 * log-cost", real), StringComparison.Ordinal);
        Assert.Equal([2, 4, 6, 8], KnobData.Bind("2 * `log-cost`", real).Values(real.Covariates));
    }

    [Fact]
    public void NestingAndLengthAreBoundedAndChainsAreNot()
    {
        string chain = string.Join("+", Enumerable.Repeat("cvd", 2400));
        Assert.Equal(2400, KnobData.Bind(chain).Values(KnobData.Covariates)[1]);
        string deep = new string('(', 150) + "age" + new string(')', 150);
        Assert.Equal(61, KnobData.Bind(deep).Values(KnobData.Covariates)[1]);

        string[] bottomless = [new string('(', 5000), new('-', 5000), new('!', 5000), string.Concat(Enumerable.Repeat("exp(", 2000)),
            string.Join("^", Enumerable.Repeat("1", 2000)), string.Concat(Enumerable.Repeat("-1^", 2000)) + "1"];
        Assert.All(bottomless, text => Assert.Contains("nested more than 200 deep", KnobData.Refusal(text), StringComparison.Ordinal));
        Assert.Contains("10001 characters; an expression may have 10000", KnobData.Refusal(new string(' ', 10_001)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void RandomTextGivesAKnobOrOneLineAndNothingElse()
    {
        int bound = 0;
        Gen<string> texts = from length in Gen.Choose(1, 10) from pieces in Gen.ListOf(Gen.Elements(Pieces), length)
            select string.Concat(pieces);
        string[] tails = ["", " + age", ")", "^2", " & cvd", ", 3)"];
        Assert.All(tails, tail => Properties.Check(texts, text => Try(text + tail)));

        Gen<string> links = from operand in Gen.Elements(Pieces.Take(26).ToArray()) from sign in Gen.Elements(
            Pieces.Skip(26).Take(14).ToArray()) select operand + sign;
        Properties.Check(from length in Gen.Choose(0, 3) from chain in Gen.ListOf(links, length) select string.Concat(chain) + "age", Try);
        Properties.Check(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null), Try);
        Assert.True(bound > 20, $"{bound} bound");

        void Try(string text)
        {
            try
            {
                Assert.All(KnobData.Bind(text).Values(KnobData.Covariates), value => Assert.True(double.IsFinite(value)));
                bound++;
            }
            catch (CausalLoomException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                Assert.StartsWith("--tau: ", e.Message, StringComparison.Ordinal);
                Assert.True(ExpressionProblem.Of(e)!.Pointer().Caret.Length > 0);
            }
        }
    }
}
