import { Compile as compileSchema, type Validator } from 'typebox/compile'
import type { Command, Decision, DirectCommand, DirectEvent, Refusal } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import { type Changes, type Flow, transition, type View } from '#modules/flows'
import type { Mandate, Posting } from '#modules/ledger'
import type { Offer } from '#modules/offers'
import type { CatalogueChange } from '../catalogue/catalogue.ts'
import type { EngineView } from '../books/views.ts'

/** What direct commands may change; each module uses its part. */
export type DirectChanges = {
  event: DirectEvent
  postings?: readonly Posting[]
  cells?: readonly CellMove[]
  mandates?: readonly Mandate[]
  offers?: readonly Offer[]
  catalogue?: readonly CatalogueChange[]
}

/** What an accepted command changes: an order's transition, or a direct command's parts. */
export type Decided = { kind: 'order'; changes: Changes } | { kind: 'direct'; changes: DirectChanges }

/** The pure decision of a transition. */
export type Transition = (flow: Flow, view: View, command: Command) => Decision<Changes>

/** Decides any command. @throws an error only for our own faults */
export type Decide = (view: EngineView, command: Command) => Decision<Decided>

/** A decision over the published manifests and the direct commands of modules. */
export function createDecide(
  direct: readonly DirectCommand<EngineView, DirectChanges>[],
  decideOrder: Transition = transition,
): Decide {
  const byName = new Map(direct.map((command) => [command.name, { command, validator: compileSchema(command.input) }]))
  const areas = new Set(direct.map(({ name }) => name.split('.')[0]))

  return (view, command) => {
    if (areas.has(command.business)) return decideDirect(view, command)
    const chosen = flowFor(view, command)
    if (!chosen.ok) return chosen
    const decision = decideOrder(chosen.changes, view, command)
    return decision.ok ? { ...decision, changes: { kind: 'order', changes: decision.changes } } : decision
  }

  function decideDirect(view: EngineView, command: Command): Decision<Decided> {
    const known = byName.get(`${command.business}.${command.type}`)
    if (known === undefined) return refused('command-unknown', 404, 'There is no such command')
    const wrong = checkInput(known.validator, command)
    if (wrong !== undefined) return wrong
    const decision = known.command.decide(view, command)
    return decision.ok ? { ...decision, changes: { kind: 'direct', changes: decision.changes } } : decision
  }
}

/** An order keeps the version it began with; a new one takes the newest, if the business is switched on. */
function flowFor(view: EngineView, { business, orderId }: Command): Decision<Flow> {
  const { catalogue } = view
  const order = orderId === undefined ? undefined : view.order(orderId)
  const flow = order?.business === business ? catalogue.version(business, order.version) : catalogue.newest(business)
  if (flow === undefined) return refused('business-not-found', 404, 'There is no such line of business')
  if (orderId === undefined && !catalogue.isOn(business)) {
    return refused('business-off', 409, 'This line of business takes no new orders at the moment')
  }
  return { ok: true, changes: flow, result: {} }
}

function checkInput(validator: Validator, command: Command): Decision<never> | undefined {
  if (validator.Check(command.input)) return undefined
  const errors = validator.Errors(command.input).map(({ instancePath, message }) => ({
    pointer: `/input${instancePath}`,
    detail: message,
  }))
  const detail = errors.map(({ pointer, detail: words }) => `${pointer} ${words}`).join('; ')
  return { ok: false, refusal: { slug: 'input-invalid', status: 422, detail, errors } }
}

/** A refused decision. */
export function refused(slug: string, status: Refusal['status'], detail: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { slug, status, detail } }
}
