import { derivedId } from '#kernel/ids'
import type { NewParty, Persona } from '#modules/identity'
import { idOfContent } from '#modules/files'
import { type DemoTown, pictureName, toneOf } from './content.ts'

/** The cause of everything in the demo town: ids are derived from it, so that seeding again changes nothing. */
const origin = '019a5b2c-8400-7a6b-8000-6c616b657369'

/** An id of the demo town; the same for the same text in every town. */
export function demoId(text: string): string {
  return derivedId(origin, `demo/${text}`)
}

/** The party of a slug. */
export function partyId(slug: string): string {
  return demoId(`party/${slug}`)
}

/** Slug of the owner of a firm: the firm's own with the first name behind it. */
export function ownerSlug(stall: { slug: string; owner: string | null }): string {
  const first = (stall.owner ?? '')
    .split(' ')[0]!
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  return `${stall.slug}-${first === '' ? 'owner' : first}`
}

/** File ids of pictures by name. */
export type Pictures = ReadonlyMap<string, string>

/** Days over which the town filled up before today. */
const joinedWithinDays = 400

/** @param now machine time, ms */
export function demoParties(
  { stalls, residents, brandSlugs }: DemoTown & { brandSlugs: readonly string[] },
  pictures: Pictures,
  now: number,
): NewParty[] {
  const joinedAt = (index: number): number => now - (1 + ((index * 37) % joinedWithinDays)) * 86_400_000
  const pictureOf = (tone: string, art: string): string | null => pictures.get(pictureName(tone, art)) ?? null
  const firms = stalls.map((stall, index) => ({
    id: partyId(stall.slug),
    kind: stall.owner === null ? ('person' as const) : ('firm' as const),
    slug: stall.slug,
    name: stall.name,
    about: stall.about,
    picture: pictureOf(stall.tone, stall.art),
    joinedAt: joinedAt(index),
    grants: brandSlugs.includes(stall.slug) ? ['brand'] : [],
  }))
  const owners = stalls
    .filter(({ owner }) => owner !== null)
    .map((stall, index) => ({
      id: partyId(ownerSlug(stall)),
      kind: 'person' as const,
      slug: ownerSlug(stall),
      name: stall.owner ?? '',
      about: `Runs ${stall.name} in ${stall.quarter}.`,
      joinedAt: joinedAt(index + 3),
      actsFor: [partyId(stall.slug)],
    }))
  const others = residents.map((resident, index) => ({
    id: partyId(resident.slug),
    kind: 'person' as const,
    slug: resident.slug,
    name: resident.name,
    about: resident.about,
    picture: pictureOf(toneOf(resident.slug), resident.art),
    languages: resident.languages,
    joinedAt: joinedAt(index + 11),
    grants: resident.role === 'buyer' ? [] : [resident.role],
  }))
  return [...firms, ...owners, ...others]
}

/** Whom a newcomer may be. */
export const demoPersonas: readonly Persona[] = [
  { slug: 'mei', party: partyId('mei'), title: { en: 'Mei, who buys', zh: '小梅，买家' } },
  { slug: 'anton', party: partyId('anton'), title: { en: 'Anton, who makes pots', zh: '安东，陶艺师' } },
  {
    slug: 'adaeze',
    party: partyId('okafor-adaeze'),
    title: { en: 'Adaeze, who owns a shop with a team', zh: '阿黛泽，带团队的店主' },
  },
  { slug: 'joana', party: partyId('joana'), title: { en: 'Joana, who delivers', zh: '若安娜，快递员' } },
  { slug: 'helena', party: partyId('helena'), title: { en: 'Helena, who settles disputes', zh: '海伦娜，仲裁员' } },
  { slug: 'olga', party: partyId('olga'), title: { en: 'Olga, who runs the town', zh: '奥尔加，管理员' } },
]

/** Id under which a command is sent: a changed text is another command. */
export function commandId(what: string, content: unknown): string {
  return demoId(`command/${what}/${idOfContent(Buffer.from(JSON.stringify(content)))}`)
}

/** An id of an order of the demo: like all ids of orders it says when it was placed. @param at machine time, ms */
export function orderId(at: number, what: string, content: unknown): string {
  const hex = at.toString(16).padStart(12, '0')
  return derivedId(`${hex.slice(0, 8)}-${hex.slice(8)}${origin.slice(13)}`, commandId(what, content))
}
