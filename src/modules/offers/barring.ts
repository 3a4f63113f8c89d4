import type { Command, Decision, DirectCommand, Refusal } from '#kernel/commands'
import { accepted, refused } from './acceptance.ts'
import type { OffersChanges, OffersView } from './commands.ts'
import { AllowInput, type AllowInputOf, BarInput, type BarInputOf } from './contract.ts'
import type { Offer } from './offer.ts'
import { mayBarOffers } from './policies.ts'

/** What the town takes down, and puts up again. What has been ordered goes on. */

const bar: DirectCommand<OffersView, OffersChanges> = {
  name: 'offers.bar',
  input: BarInput,
  decide: (view, command) => change(view, command, { type: 'offers.barred', status: 'barred' }),
}

const allow: DirectCommand<OffersView, OffersChanges> = {
  name: 'offers.allow',
  input: AllowInput,
  decide: (view, command) => {
    const { status } = command.input as AllowInputOf // checked against the schema
    return change(view, command, { type: 'offers.allowed', status })
  },
}

/** The commands of those who rule on what was reported. */
export const barring: readonly DirectCommand<OffersView, OffersChanges>[] = [bar, allow]

function change(
  view: OffersView,
  { actor, input }: Command,
  { type, status }: { type: string; status: Offer['status'] },
): Decision<OffersChanges> {
  if (!mayBarOffers(actor)) return refused(notAllowed)
  const before = view.offer((input as BarInputOf).offerId) // checked against the schema
  if (before === undefined) return refused(notThere)
  return accepted({ ...before, status, rev: before.rev + 1 }, { type, cells: [], before })
}

const notAllowed: Refusal = { slug: 'not-allowed', status: 403, detail: 'Only those who rule take offers down' }
const notThere: Refusal = { slug: 'offer-not-found', status: 404, detail: 'There is no such offer' }
