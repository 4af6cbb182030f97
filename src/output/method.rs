//! How the figures come about, in sentences that the report and the workbook share.

/// A sentence or two for each step.
pub const METHOD: [&str; 8] = [
    "Statements are stretches of text that somebody is credited with: quoted, partly quoted or reported. Each has a \
     rule that found it and a confidence. What nobody is credited with is the document's own voice and on no side.",
    "Speakers are resolved to one name each, and to a side by the dispute's list of speakers. A statement that a speaker \
     reports of somebody else counts for the reporter's attention and for nobody's stance.",
    "Attention is 1000 times the hits of an issue's terms over the tokens of a side's statements. The log ratio compares \
     two rates: 1 is twice as often.",
    "Stance is (F - A) / (F + A), where F and A are the weights of matches in favor of the issue's proposition and \
     against it (Laver & Garry 2000), after negation, intensity, hedging and contrast. Without evidence it is empty.",
    "Portrayal is the same share over evaluations that bear on a mention of a side.",
    "Intervals are 95 % intervals over documents, or over statements when a side has fewer than ten \
     documents. Tests treat the same units as independent; q values allow for the number of issues.",
    "Key terms are ranked by weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), \
     whether or not the lexicon knows them.",
    "All of this measures words, by a list that people wrote. It does not measure truth, and it has no winner.",
];
