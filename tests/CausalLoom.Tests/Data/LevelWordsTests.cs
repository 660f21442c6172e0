using CausalLoom.Data;

namespace CausalLoom.Tests.Data;

public sealed class LevelWordsTests
{
    // Control first.
    [Theory]
    [InlineData("without surgery", "with surgery")]
    [InlineData("no ACE inhibitor", "ACE inhibitor")]
    [InlineData("low dose", "high dose")]
    [InlineData("Kontrolle", "Behandlung")]
    [InlineData("nein", "ja")]
    [InlineData("Not aspirin", "Aspirin")]
    [InlineData("1: Placebo", "0: Drug X")]
    [InlineData("B) usual care", "A) exercise")]
    [InlineData("Arm 2: sham", "Arm 1: rTMS")]
    [InlineData("TAU", "CBT")]
    [InlineData("usual care", "usual care + coaching")]
    [InlineData("standard", "new and standard")]
    [InlineData("sans traitement", "avec traitement")]
    [InlineData("témoin", "traité")]
    [InlineData("sin estatina", "con estatina")]
    [InlineData("não", "sim")]
    [InlineData("zonder statine", "met statine")]
    [InlineData("ohne Statin", "mit Statin")]
    [InlineData("no placebo", "something else", false)]
    [InlineData("non-user", "user")]
    [InlineData("non-smoker", "smoker")]
    [InlineData("unvaccinated", "vaccinated")]
    [InlineData("wait-list", "mindfulness")]
    [InlineData("best supportive care", "pembrolizumab")]
    [InlineData("50 mg", "100 mg")]
    [InlineData("0: aspirin", "1: clopidogrel")]
    [InlineData("drug -", "drug +")]
    [InlineData("n", "y")]
    [InlineData("f", "t")]
    [InlineData("control_arm", "experimental_arm")]
    [InlineData("安慰剂", "药物")]
    [InlineData("プラセボ", "実薬")]
    [InlineData("not treated", "treated")]
    [InlineData("delayed", "immediate")]
    [InlineData("standard of care", "drug with standard of care")]
    public void TheControlLevelComesFirst(string control, string active, bool decided = true)
    {
        if (!decided)
        {
            (control, active) = (active, control);
        }

        Assert.True(LevelOrder.Decides([control, active]));
        Assert.Equal([control, active], LevelOrder.Of([active, control]));
        Assert.Equal([control, active], LevelOrder.Of([control, active]));
    }

    [Theory]
    [InlineData("A", "B")]
    [InlineData("F", "M")]
    [InlineData("aspirin", "clopidogrel")]
    [InlineData("1: aspirin", "2: clopidogrel")]
    [InlineData("no surgery", "no drug")]
    [InlineData("left", "right")]
    [InlineData("North", "South")]
    [InlineData("50 mg", "1 g")]
    [InlineData("Nora", "Nomi")]
    public void WhatSaysNothingIsNotDecided(string a, string b)
    {
        Assert.False(LevelOrder.Decides([a, b]));
        Assert.False(LevelOrder.Decides([b, a]));
    }
}
