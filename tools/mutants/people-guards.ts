import type { Mutant } from './mutant.ts'

const cases = 'src/modules/cases'
const reviews = 'src/modules/reviews'
const offers = 'src/modules/offers'

/** Guards of what people say of each other: cases, reviews, what was taken down, hours, the directory. */
export const peopleGuards: readonly Mutant[] = [
  {
    name: 'nobody-rules-in-their-own-case',
    file: `${cases}/ruling.ts`,
    guard: 'if (isOwnCase(by, { respondent: found.respondent, reporters })) throw new Problem(ownCase)',
    without: 'void isOwnCase',
    test: { file: `${cases}/cases.test.ts`, name: 'nobody rules in their own case' },
  },
  {
    name: 'case-reopened-once',
    file: `${cases}/ruling.ts`,
    guard: 'if (found.reopenedAt !== null) throw new Problem(caseFinal)',
    without: 'void caseFinal',
    test: { file: `${cases}/cases.test.ts`, name: 'either side may ask once' },
  },
  {
    name: 'reporter-unknown-to-respondent',
    file: `${cases}/showing.ts`,
    guard: "side === 'ruler' || isOwn(one)",
    without: "side !== 'reporter' || isOwn(one)",
    test: { file: `${cases}/cases.test.ts`, name: 'not who reported' },
  },
  {
    name: 'told-to-the-audience-alone',
    file: 'src/modules/orders/http/stream-audience.ts',
    guard: 'return audience.parties.includes(party) ||',
    without: 'return audience.parties.length > 0 ||',
    test: { file: 'e2e/attack-told.test.ts', name: 'that a case moved' },
  },
  {
    name: 'told-not-by-whom',
    file: 'src/modules/orders/http/stream-audience.ts',
    guard: "sight === 'news' ? { actor: clockActor.party, user: null }",
    without: "sight === 'outline' ? { actor: clockActor.party, user: null }",
    test: { file: 'e2e/attack-told.test.ts', name: 'that a case moved' },
  },
  {
    name: 'wish-taken-back-by-its-own',
    file: `${cases}/withdrawing.ts`,
    guard: 'if (found.reopenedBy !== party) return false',
    without: 'void party',
    test: { file: `${cases}/withdrawing.test.ts`, name: 'a wish for another look' },
  },
  {
    name: 'announced-by-the-town-alone',
    file: 'src/modules/announcements/announce.ts',
    guard: "actor.kind !== 'clock'",
    without: "actor.kind === 'device'",
    test: { file: 'src/modules/announcements/announce.test.ts', name: 'only the town itself announces' },
  },
  {
    name: 'barred-stays-barred',
    file: `${offers}/commands.ts`,
    guard: "return before?.status === 'barred' ? 'barred' : 'active'",
    without: "return before === undefined ? 'active' : 'active'",
    test: { file: `${offers}/barring.test.ts`, name: 'neither archives it nor puts it up again' },
  },
  {
    name: 'suspended-not-listed',
    file: `${offers}/listings.ts`,
    guard: 'const isListed = active.length > 0 && !isOut',
    without: 'const isListed = active.length > 0',
    test: { file: `${offers}/barring.test.ts`, name: 'suspended seller' },
  },
  {
    name: 'reviewed-when-finished',
    file: `${reviews}/policies.ts`,
    guard: "return ending === 'done' || (capturedMinor > 0 && heldMinor === 0)",
    without: "return ending === 'done' || heldMinor >= 0",
    test: { file: 'src/app/reviews.test.ts', name: 'only the buyer of a finished order' },
  },
  {
    name: 'ratings-without-removed',
    file: `${reviews}/ratings.ts`,
    guard: 'on r.town = ${town} and r.removed_at is null',
    without: 'on r.town = ${town}',
    test: { file: 'src/app/reviews.test.ts', name: 'a removed review is shown to its seller' },
  },
  {
    name: 'openings-that-touch-are-one',
    file: 'src/modules/hours/opening.ts',
    guard: 'from <= last.to',
    without: 'from < last.to - 1',
    test: { file: 'src/modules/hours/opening.test.ts', name: 'days that meet at midnight' },
  },
  {
    name: 'found-only-with-consent',
    file: 'src/modules/identity/directory.ts',
    guard: "and (p.kind = 'firm' or p.verified_at is not null",
    without: 'and (true or p.verified_at is not null',
    test: { file: 'src/modules/identity/directory.test.ts', name: 'shops are found by name' },
  },
]
