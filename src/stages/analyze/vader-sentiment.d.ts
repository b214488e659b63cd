// The library ships no types. Only what is used is declared.
declare module 'vader-sentiment' {
  const vader: {
    readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } }
  }
  export = vader
}
