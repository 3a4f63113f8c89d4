import type { Mutant } from './mutant.ts'

const interactions = 'src/modules/interactions'
const webhooks = 'src/modules/webhooks'
const orders = 'src/modules/orders/http'

/** Guards of what comes in from screens and devices, and of what goes out to programs of others. */
export const eventsGuards: readonly Mutant[] = [
  {
    name: 'interaction-once',
    file: `${interactions}/intake.ts`,
    guard: 'for (const index of known) firsts.delete(unique[index]!.id)',
    without: '',
    test: { file: `${interactions}/intake.test.ts`, name: 'an id is stored once' },
  },
  {
    name: 'interaction-once-in-a-batch',
    file: `${interactions}/intake.ts`,
    guard: 'if (!firsts.has(event.id)) firsts.set(event.id, event)',
    without: 'firsts.set(event.id, event)',
    test: { file: `${interactions}/intake.test.ts`, name: 'an id is stored once' },
  },
  {
    name: 'interaction-race',
    file: `${interactions}/store.ts`,
    guard: "if (attempt === attemptsMax || constraintOf(error) !== 'events_pk') throw error",
    without: 'throw error',
    test: { file: `${interactions}/intake.test.ts`, name: 'two processes that get the same events' },
  },
  {
    name: 'interaction-quarantine',
    file: `${interactions}/judge.ts`,
    guard: "if (!validator.Check(raw)) return errorsOf(validator, raw)[0] ?? { pointer: '', detail: 'is not valid' }",
    without: '',
    test: { file: `${interactions}/intake.test.ts`, name: 'a malformed event is quarantined' },
  },
  {
    name: 'interaction-storable',
    file: `${interactions}/judge.ts`,
    guard: 'return mayBeUnstorable ? unstorable(raw) : null',
    without: 'return mayBeUnstorable ? null : null',
    test: { file: `${interactions}/intake.test.ts`, name: 'a malformed event is quarantined' },
  },
  {
    name: 'interaction-consent',
    file: `${interactions}/intake.ts`,
    guard: "purpose === 'service' || consents?.has(purpose) === true",
    without: "purpose === 'service' || consents?.has(purpose) !== false",
    test: { file: `${interactions}/intake.test.ts`, name: 'without consent' },
  },
  {
    name: 'interaction-collector',
    file: `${interactions}/judge.ts`,
    guard: 'if (person !== null && person !== sender && !isCollector)',
    without: 'if (person === undefined)',
    test: { file: `${interactions}/intake.test.ts`, name: 'a collector tells of others' },
  },
  {
    name: 'interaction-pseudonym',
    file: `${interactions}/pseudonyms.ts`,
    guard: 'texts[index]!.replace(party, nobody)',
    without: 'texts[index]!',
    test: { file: `${interactions}/intake.test.ts`, name: 'without consent' },
  },
  {
    name: 'webhook-audience',
    file: `${webhooks}/fan-out.ts`,
    guard: 'return sight === undefined ? [] :',
    without: 'return sight === null ? [] :',
    test: { file: `${webhooks}/webhooks.test.ts`, name: 'nobody else' },
  },
  {
    name: 'webhook-suspended',
    file: `${webhooks}/fan-out.ts`,
    guard: 'rows.map(partyOf).filter(({ isSuspended }) => !isSuspended)',
    without: 'rows.map(partyOf)',
    test: { file: `${webhooks}/webhooks.test.ts`, name: 'whoever was suspended' },
  },
  {
    name: 'webhook-private-address',
    file: `${webhooks}/addresses.ts`,
    guard: "return parsed.range() === 'unicast'",
    without: "return parsed.range() !== 'loopback'",
    test: { file: `${webhooks}/addresses.test.ts`, name: 'no address of the machine' },
  },
  {
    name: 'webhook-rebinding',
    file: `${webhooks}/sending.ts`,
    guard: 'await reachableAddresses(hostOf(target), reach, resolve)',
    without: "[{ address: '127.0.0.1', family: 4 }, reach, resolve, hostOf, reachableAddresses] as const",
    test: { file: `${webhooks}/webhooks.test.ts`, name: 'at every connection' },
  },
  {
    name: 'webhook-live-allowance',
    file: `${webhooks}/addresses.ts`,
    guard: 'return isSandbox && allowedHosts.includes(host)',
    without: 'return (isSandbox || true) && allowedHosts.includes(host)',
    test: { file: `${webhooks}/addresses.test.ts`, name: 'only a sandbox' },
  },
  {
    name: 'webhook-signature',
    file: `${webhooks}/signing.ts`,
    guard: 'new Webhook(secret).sign(id, timestamp, body)',
    without: "new Webhook(secret).sign(id, timestamp, '')",
    test: { file: `${webhooks}/webhooks.test.ts`, name: 'the signature is that of the standard' },
  },
  {
    name: 'webhook-secret-ends',
    file: `${webhooks}/endpoints.ts`,
    guard: 'and (expires_at is null or expires_at > ${new Date(now())})',
    without: '',
    test: { file: `${webhooks}/webhooks.test.ts`, name: 'a new secret signs' },
  },
  {
    name: 'stream-audience',
    file: `${orders}/stream.ts`,
    guard: 'if (sight !== undefined) shown.push(shownEvent(event, sight))',
    without: "shown.push(shownEvent(event, sight ?? 'outline'))",
    test: { file: `${orders}/stream.test.ts`, name: 'a socket brings the same events' },
  },
]
