/** Two packages that come without types: what we use of them. */

declare module '@marbec/web-auto-extractor' {
  class WebAutoExtractor {
    constructor(options?: { addLocation?: boolean })
    parse(html: string): { jsonld: Record<string, unknown[]> }
  }
  export default WebAutoExtractor
}

declare module '@adobe/structured-data-validator' {
  class Validator {
    /** @param vocabulary of schema.org; without it only what rich results ask for is looked at */
    constructor(vocabulary?: object)
    validate(data: object): Promise<{ severity: 'ERROR' | 'WARNING'; issueMessage: string }[]>
  }
  export default Validator
}
