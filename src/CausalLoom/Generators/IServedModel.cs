namespace CausalLoom.Generators;

/// <summary>A fitted generator that sends rows of the data to a server when it draws.</summary>
public interface IServedModel : IReportingModel
{
    /// <summary>One line that says what is sent where, for the user to read before anything is drawn.</summary>
    string Warning { get; }

    /// <summary>
    /// Gives a loaded model its progress, its cancellation and the folder of its cache; a fitted one has those of its fit.
    /// </summary>
    /// <param name="context">Whose progress and cancellation the draws use.</param>
    /// <param name="cacheFolder">Where replies are kept, or null for none.</param>
    /// <exception cref="CausalLoomException">The folder cannot be used.</exception>
    void Attach(FitContext context, string? cacheFolder);
}
