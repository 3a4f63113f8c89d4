import { machineNow } from '../kernel/clock.ts'
import { transaction } from '../kernel/db.ts'
import type { Context } from '../kernel/module.ts'
import { type NewParty, createParties, findProfile, issueLink, linkTo, listTokens } from '../modules/identity/index.ts'
import { findSetup, operatorId, setupLabel } from '../modules/town/index.ts'

/** Where the operator of a town comes in for the first time. */

/** Label of the links of a town that needs no setting up, and of the tokens that came from them. */
const operatorLabel = 'operator'

type Place = Pick<Context, 'db' | 'town' | 'config'>

/** What a start says to the operator: a link that works once, fresh at each start until somebody has used one. */
export async function operatorLines(place: Place): Promise<string[]> {
  const { db, town } = place
  await enterOperator(place)
  const setup = await findSetup(db, town.id)
  const isOpen = setup === undefined || setup.finishedAt !== null
  const tokens = await listTokens(db, town.id, operatorId)
  const isUsed = tokens.some(({ label }) => label === operatorLabel || label === setupLabel)
  if (isOpen) return isUsed ? [] : [`  Operator    ${await newLink(place, operatorLabel)}   (works once)`]
  if (isUsed) return ['  Set up      begun: go on in that browser, or: node bin/lakeside.mjs setup-link']
  return [`  Set up      ${await setupLink(place)}   (works once, within a day)`]
}

/** A fresh link to the wizard; earlier ones that nobody has used end with it. */
export async function setupLink(place: Place): Promise<string> {
  await enterOperator(place)
  return newLink(place, setupLabel)
}

async function newLink({ db, town, config }: Place, label: string): Promise<string> {
  const secret = await issueLink(db, { town: town.id, party: operatorId, label, now: machineNow() })
  return linkTo(config.publicUrl, label === setupLabel ? 'setup' : 'welcome', secret)
}

/** Enters the party of whoever runs the town. */
export async function enterOperator({ db, town }: Place): Promise<void> {
  if ((await findProfile(db, town.id, operatorId)) !== undefined) return
  const operator: NewParty = {
    id: operatorId, kind: 'person', slug: 'operator', name: 'Operator', joinedAt: machineNow(), grants: ['operator'],
  } // prettier-ignore
  await transaction(db, (tx) => createParties(tx, town.id, [operator]))
}
