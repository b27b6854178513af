"""What all of the window shares: how it writes (`actions`), works in the background (`jobs`), looks (`theme`),
remembers (`memory`) and speaks to her (`messages`, `questions`); `context` hands it to each tab."""
