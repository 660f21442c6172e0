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
    [InlineData("Usual diet", "Low-carb diet")]
    [InlineData("Regular diet", "Low-sodium diet")]
    [InlineData("Traditional tidal volume", "Low tidal volume")]
    [InlineData("Conventional technique", "No-touch technique")]
    [InlineData("ohne", "mit")]
    [InlineData("否", "是")]
    [InlineData("hayır", "evet")]
    [InlineData("statin-free", "statin")]
    [InlineData("nonstatin", "statin")]
    [InlineData("gemcitabine alone", "gemcitabine + erlotinib")]
    [InlineData("Drug A + placebo", "Drug A + Drug B")]
    [InlineData("half dose", "full dose")]
    [InlineData("sans traitement", "avec traitement")]
    [InlineData("témoin", "traité")]
    [InlineData("sin estatina", "con estatina")]
    [InlineData("não", "sim")]
    [InlineData("zonder statine", "met statine")]
    [InlineData("ohne Statin", "mit Statin")]
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
    public void TheControlLevelComesFirst(string control, string active)
    {
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
    [InlineData("Low-dose CT", "Chest X-ray")]
    [InlineData("Off-pump", "On-pump")]
    [InlineData("Delayed cord clamping", "Immediate cord clamping")]
    [InlineData("Observation unit", "Hospital admission")]
    [InlineData("Non-invasive ventilation", "Invasive ventilation")]
    [InlineData("Infection control bundle", "Education")]
    [InlineData("Controlled release", "Immediate release")]
    [InlineData("Source control", "Antibiotics")]
    [InlineData("Hypertonic saline", "Mannitol")]
    [InlineData("NO", "O2")]
    [InlineData("Unknown", "Yes")]
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
