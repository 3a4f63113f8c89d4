import type { CaseKind } from '#kernel/case-kind'
import { notAllowed } from '#kernel/http-problems'
import { isId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { reviewNotFound } from './problems.ts'
import { findReview } from './reading.ts'
import { type ReviewPlace, setRemoved } from './writing.ts'

const reasons = [
  { name: 'untrue', title: { en: 'It is not true', zh: '内容不属实' } },
  { name: 'offensive', title: { en: 'It offends', zh: '言语冒犯' } },
  { name: 'private', title: { en: 'It tells of private matters', zh: '泄露隐私' } },
  { name: 'advertising', title: { en: 'It is advertising', zh: '广告' } },
  { name: 'other', title: { en: 'Something else', zh: '其他' } },
]
const rulings = [
  { name: 'keep', title: { en: 'It stays', zh: '保留' }, tellsRespondent: false },
  { name: 'remove', title: { en: 'It is removed', zh: '移除' }, needsWords: true },
]

/** Reviews that people report; a review that was removed is shown again when a second ruling says so. */
export function reviewReports(place: ReviewPlace): CaseKind {
  return {
    name: 'review-report',
    title: { en: 'Reported review', zh: '被举报的评价' },
    reasons,
    rulings,
    gathers: true,
    admit: async ({ about, by }) => {
      const isNamed = about.type === 'review' && isId(about.id)
      const found = isNamed ? await findReview(place.db, { town: place.town.id, id: about.id }) : undefined
      if (found === undefined || found.removedAt !== null) throw new Problem(reviewNotFound)
      if (found.reviewer === by.party) throw new Problem(notAllowed, { detail: 'This review is yours: change it.' })
      const { stars, listing, reviewer } = found
      return { respondent: reviewer, facts: { title: '★'.repeat(stars), listing, stars } }
    },
    rule: ({ tx, about, ruling, by }) => setRemoved(tx, place, { id: about.id, isRemoved: ruling === 'remove', by }),
  }
}
