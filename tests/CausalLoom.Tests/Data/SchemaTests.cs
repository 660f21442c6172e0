using CausalLoom.Data;
using FsCheck;
using FsCheck.Fluent;

namespace CausalLoom.Tests.Data;

public sealed class SchemaTests
{
    [Fact]
    public void YamlGivesTheSameSchema() => Properties.Check(
        from names in Gen.NonEmptyListOf(Properties.Texts)
        from levels in Gen.NonEmptyListOf(Properties.Texts)
        from type in Gen.Elements(Enum.GetValues<ColumnType>())
        from role in Gen.Elements(Enum.GetValues<ColumnRole>().Where(role => role != ColumnRole.Id))
        select (Names: names.Distinct(StringComparer.Ordinal).ToArray(), Levels: levels.Distinct(StringComparer.Ordinal).ToArray(),
            type, role),
        given =>
        {
            Schema schema = new([.. given.Names.Select((name, j) => new ColumnSchema(name)
            {
                Type = j % 3 == 0 ? null : given.type,
                Role = j % 4 == 1 ? null : given.role,
                Levels = j % 2 == 0 ? given.Levels : null,
                Decimals = j % 5 == 0 ? j % 7 : null,
                Minimum = j % 2 == 1 ? -1.5e-7 : null,
                Maximum = j % 3 == 1 ? 1e300 : null,
            })]);
            Schema read = Schema.Parse(schema.ToYaml());
            Assert.Equal(schema.Columns.Count, read.Columns.Count);
            foreach ((ColumnSchema e, ColumnSchema a) in schema.Columns.Zip(read.Columns))
            {
                Assert.Equal(e with { Levels = null }, a with { Levels = null });
                Assert.Equal(e.Levels, a.Levels);
            }
        });

    [Theory]
    [InlineData("", "this holds 0")]
    [InlineData("a: 1", "line 1: a schema is `columns:`")]
    [InlineData("columns:\n  - x\n", "line 2: each column is")]
    [InlineData("columns:\n  - type: integer\n", "line 2: a column without a name")]
    [InlineData("columns:\n  - name: x\n    type: intger\n", "line 3: unknown type 'intger'. Did you mean 'integer'?")]
    [InlineData("columns:\n  - name: x\n    role: treatmnt\n", "line 3: unknown role 'treatmnt'. Did you mean 'treatment'?")]
    [InlineData("columns:\n  - name: x\n    roles: id\n", "line 3: unknown key 'roles'. Did you mean 'role'?")]
    [InlineData("columns:\n  - name: x\n  - name: y\n  - name: x\n", "line 4: column 'x' is there twice")]
    [InlineData("columns:\n  - name: x\n    levels: [a, a]\n", "line 3: `levels` is a list of different levels")]
    [InlineData("columns:\n  - name: x\n    decimals: many\n", "line 3: `decimals` is a whole number")]
    [InlineData("columns:\n  - name: x\n    max: inf\n", "line 3: `max` is a number")]
    [InlineData("columns:\n  - name: [x]\n", "line 2: `name` is a single value")]
    [InlineData("columns:\n  - name: 'x\n", "not valid YAML")]
    [InlineData("columns:\n\t- name: x\n", ": not valid YAML")]
    [InlineData("columns:\n  - &a { name: x }\n  - *a\n", "line 3: an alias")]
    [InlineData("columns:\n  - { name: x, name: y }\n", "not valid YAML")]
    [InlineData("columns:\n  - { name: x, type: integer", "not valid YAML")]
    [InlineData("columns: [", "not valid YAML")]
    public void WhatIsNoSchemaIsRefusedWithItsLine(string yaml, string expected)
    {
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => Schema.Parse(yaml, "s.yaml"));
        Assert.StartsWith("s.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void DeepNestingIsRefused() =>
        Assert.Contains("nested too deeply", Assert.Throws<CausalLoomException>(() =>
            Schema.Parse("columns: " + new string('[', 200_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void PlainScalarsAreText()
    {
        ColumnSchema column =
            Schema.Parse("columns:\n  - name: no\n    role: covariates\n    levels: [0, 1.0, yes, null, 2024-01-01]\n").Columns[0];
        Assert.Equal("no", column.Name);
        Assert.Equal(ColumnRole.Covariate, column.Role);
        Assert.Equal(["0", "1.0", "yes", "null", "2024-01-01"], column.Levels);
    }
}
