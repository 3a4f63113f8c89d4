declare module 'virtual:languages' {
  /** Loaders of words: by language (BCP 47), then by section. */
  export const languages: Record<string, Record<string, () => Promise<{ words: Record<string, unknown> }>>>
}
