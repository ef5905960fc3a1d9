using Comity.Dossiers;
using LawAnswers = Comity.Dossiers.LawView;

namespace Comity.Node.Law;

/// <summary>The law's answers, each asked once: a page asks the same question for every act of the table.</summary>
internal static class LawMemory
{
    internal static LawAnswers Remember(this LawDesk law)
    {
        var known = new Dictionary<ChannelQuestion, ChannelView?>();
        return question => known.TryGetValue(question, out var view) ? view : known[question] = law.View(question);
    }
}
