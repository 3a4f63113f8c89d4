/**
 * What any payment provider can do, in our words. A provider is asked over a network that may fail at any moment, so
 * everything that moves money carries a key: asked again with the same key, it answers the same and does nothing twice.
 */

/** What a provider says about one movement of money. */
export type Movement = {
  readonly kind: 'charge' | 'refund' | 'payout'
  /** The provider's name of it. */
  readonly transaction: string
  /** `authorised`: set aside at the payer's bank and not taken yet. */
  readonly status: 'open' | 'authorised' | 'succeeded' | 'failed'
  readonly amountMinor: number
  /** ISO 4217. */
  readonly currency: string
  /** Our order; '' for what is not ours. */
  readonly reference: string
  /** Of a refund: the charge that it gives back. */
  readonly charge?: string
  /** Of a refund: who wanted it. */
  readonly purpose?: RefundPurpose
  /** Why it failed, for people. */
  readonly reason?: string
  /** Machine time, ms. */
  readonly at: number
}

/** `refund`: nobody wanted the money. `send-back`: the payer asked for it. */
export type RefundPurpose = 'refund' | 'send-back'

/** A charge that was begun, and where the payer goes on. */
export type Started = Movement & {
  /** A page of the provider's. */
  readonly page?: string
  /** What the provider's own form in a browser needs instead of a page. */
  readonly clientSecret?: string
}

type Asked = {
  /** The idempotency key. */
  readonly key: string
  /** Our order. */
  readonly reference: string
  readonly amountMinor: number
  readonly currency: string
}

export type ChargeRequest = Asked & {
  /** Where the payer's browser goes afterwards. */
  readonly returnTo: string
  /** Only set the money aside; `capture` takes it. */
  readonly isAuthorisation?: boolean
}
export type CaptureRequest = Asked & { readonly charge: string }
export type RefundRequest = Asked & { readonly charge: string; readonly purpose: RefundPurpose }
export type PayOutRequest = Asked & { readonly destination: string }

/** What is looked up: by the provider's name when we know it, else by our order. */
export type Wanted = { readonly kind: Movement['kind']; readonly reference: string; readonly transaction?: string }

/** A request of the provider's to us, as it came in. */
export type Incoming = {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** A payment provider. Whatever it cannot do at the moment it throws as `ProviderAway`. */
export type Provider = {
  readonly name: string
  /** Asks for money; the payer has yet to agree, unless the answer says `succeeded`. */
  readonly charge: (request: ChargeRequest) => Promise<Started>
  readonly capture: (request: CaptureRequest) => Promise<Movement>
  /** Gives up the charges of an order that nobody has paid yet; one that is paid stays. */
  readonly cancel: (reference: string) => Promise<void>
  readonly refund: (request: RefundRequest) => Promise<Movement>
  readonly payOut: (request: PayOutRequest) => Promise<Movement>
  /** What has become of something; empty when the provider has never heard of it. */
  readonly find: (wanted: Wanted) => Promise<Movement[]>
  /** All movements since an instant that succeeded, in no order. @param since machine time, ms */
  readonly list: (since: number) => AsyncIterable<Movement>
  /** Verifies that a webhook comes from the provider and reads it. @throws {Problem} webhook-unsigned */
  readonly read: (incoming: Incoming) => Movement[]
}

/** The provider did not answer, or not in a way that says what it did: ask again with the same key. */
export class ProviderAway extends Error {
  override name = 'ProviderAway'
}

/** The provider does not know our key: what is asked waits until the operator has mended it. */
export class ProviderKeyWrong extends ProviderAway {
  override name = 'ProviderKeyWrong'
}

/** The provider refuses for good: asking again with the same key would answer the same. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused'
}
