import type { CaseAdmission, CaseKind, CaseRuled } from '#kernel/case-kind'
import type { Actor, Command } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { notAllowed } from '#kernel/http-problems'
import { derivedId, isId } from '#kernel/ids'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { listProfiles } from '#modules/identity'
import { offerNotFound } from './problems.ts'

/** Listings that people report, and what is ruled on them. */

const reasons = [
  { name: 'forbidden', title: { en: 'It may not be sold', zh: '禁止销售' } },
  { name: 'fake', title: { en: 'It is a fake', zh: '假冒商品' } },
  { name: 'misleading', title: { en: 'It is not what it says', zh: '与描述不符' } },
  { name: 'dangerous', title: { en: 'It is dangerous', zh: '存在危险' } },
  { name: 'offensive', title: { en: 'Its words or pictures offend', zh: '文字或图片令人反感' } },
  { name: 'stolen', title: { en: 'The pictures or words are somebody else’s', zh: '盗用他人图片或文字' } },
  { name: 'other', title: { en: 'Something else', zh: '其他' } },
]
const rulings = [
  { name: 'keep', title: { en: 'It stays', zh: '保留' }, tellsRespondent: false },
  { name: 'warn', title: { en: 'It stays, the seller is warned', zh: '保留并警告卖家' }, needsWords: true },
  { name: 'take-down', title: { en: 'It is taken down', zh: '下架' }, needsWords: true },
]

/** Reports of listings; those of several people gather in one case. */
export function listingReports({ db, town, submit }: Pick<Context, 'db' | 'town' | 'submit'>): CaseKind {
  return {
    name: 'listing-report',
    title: { en: 'Reported listing', zh: '被举报的商品' },
    reasons,
    rulings,
    gathers: true,
    admit: ({ about, by }) => admit(db, town.id, { offerId: about.type === 'listing' ? about.id : '', by }),
    rule: (ruled) => rule({ submit, town: town.id }, ruled),
  }
}

/** @throws {Problem} offer-not-found, not-allowed for one's own */
async function admit(
  db: Executor,
  town: number,
  { offerId, by }: { offerId: string; by: Actor },
): Promise<CaseAdmission> {
  const [head] = isId(offerId) ? await variantsOf(db, town, offerId) : []
  if (head === undefined) throw new Problem(offerNotFound)
  if (head.seller === by.party)
    throw new Problem(notAllowed, { detail: 'This listing is yours: change or archive it.' })
  const seller = (await listProfiles(db, town, [head.seller])).get(head.seller)
  const facts = { title: head.title, picture: head.picture, seller: head.seller, sellerName: seller?.name ?? '' }
  return { about: { type: 'listing', id: head.groupId ?? head.id }, respondent: head.seller, facts }
}

type Variant = {
  id: string
  groupId: string | null
  seller: string
  title: string
  picture: string | null
  status: string
  statusBefore: string | null
}

/** The variants of a thing, the first first, with what each was before it was taken down. */
async function variantsOf(db: Executor, town: number, id: string): Promise<Variant[]> {
  const { rows } = await sql<Variant>`
    select v.id, v.group_id, v.seller, v.title, v.pictures[1] as picture, v.status, (
      select e.data -> 'previously' ->> 'status' from kernel.events e
      where e.town = v.town and e.subject = v.id and e.type = 'offers.barred' order by e.pos desc limit 1) as status_before
    from offers.offers v
    where v.town = ${town} and (v.id = ${id} or v.group_id = (
      select o.group_id from offers.offers o where o.town = ${town} and o.id = ${id}))
    order by v.id <> coalesce(v.group_id, v.id), v.created_at, v.id`.execute(db)
  return rows
}

/** A listing is taken down with all its variants, and put up again as it was. */
async function rule({ submit, town }: { submit: Context['submit']; town: number }, ruled: CaseRuled): Promise<void> {
  const { tx, about, ruling, by, id } = ruled
  const variants = await variantsOf(tx, town, about.id)
  const commandOf = (offerId: string, type: string, more: object = {}): Command => ({
    id: derivedId(id, `${type}/${offerId}`), actor: by, business: 'offers', type, input: { offerId, ...more },
  }) // prettier-ignore
  const commands =
    ruling === 'take-down'
      ? variants.filter(({ status }) => status !== 'barred').map((one) => commandOf(one.id, 'bar'))
      : variants
          .filter(({ status }) => status === 'barred')
          .map((one) => commandOf(one.id, 'allow', { status: one.statusBefore ?? 'archived' }))
  if (commands.length === 0) return
  const verdicts = await submit(commands, { all: true })
  const refused = verdicts.find((verdict) => verdict.status === 'refused')
  if (refused?.status === 'refused') throw new Problem(notAllowed, { detail: refused.refusal.detail })
}
