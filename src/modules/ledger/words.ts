/** A movement of an account, as far as words need it. */
export type Moved = { amountMinor: number; code: string; other: string | null; orderId: string | null }

/** The same in every language that the town speaks. */
export type Words = { en: string; zh: string }

/** By code, whatever the other side is. */
const byCode: Readonly<Record<string, Words>> = {
  issue: { en: 'Given to you by the town', zh: '系统发放' },
  debt: { en: 'A refund took more than there was: you owe it', zh: '退款超出余额，形成欠款' },
  'debt-repaid': { en: 'Repays what you owed for refunds', zh: '抵还退款欠款' },
  release: { en: 'The time for returns is over: it may be paid out', zh: '退货期已过，可提现' },
}

/** Between an account and the pot of an order. */
const potWords = {
  in: { en: 'Held for an order until it is decided', zh: '订单托管中' },
  back: { en: 'Came back from an order', zh: '订单退回' },
  out: { en: 'From an order that went well', zh: '订单入账' },
} as const

const townWords: Readonly<Record<string, { plus: Words; minus: Words }>> = {
  '@provider': {
    plus: { en: 'Came in through the payment provider', zh: '支付机构入账' },
    minus: { en: 'Went out through the payment provider', zh: '支付机构出账' },
  },
  '@fees': { plus: { en: 'A fee came back', zh: '手续费退回' }, minus: { en: 'A fee', zh: '手续费' } },
  '@tax': { plus: { en: 'Tax came back', zh: '税款退回' }, minus: { en: 'Tax', zh: '税款' } },
}

/**
 * What happened, in words that say nothing but that.
 *
 * @param party the account's owner
 * @param name public name of the party on the other side
 */
export function wordsOf(moved: Moved, { party, name }: { party: string; name: string | undefined }): Words {
  const { amountMinor, code, other } = moved
  const known = byCode[code]
  if (known !== undefined) return known
  if (other === null) return potWords[potWay(amountMinor, code)]
  const town = townWords[other]
  if (town !== undefined) return amountMinor > 0 ? town.plus : town.minus
  const [purpose = '', otherParty] = other.split(':')
  return otherParty === party ? ownWords(amountMinor, purpose) : partyWords(moved, name ?? otherParty ?? other)
}

/** Between two parties. */
function partyWords({ amountMinor, code }: Moved, who: string): Words {
  if (code === 'refund' || code === 'return') return refundWords(amountMinor, who)
  return amountMinor > 0 ? { en: `From ${who}`, zh: `来自${who}` } : { en: `To ${who}`, zh: `付给${who}` }
}

function potWay(amountMinor: number, code: string): keyof typeof potWords {
  if (amountMinor < 0) return 'in'
  return code === 'return' || code === 'refund' ? 'back' : 'out'
}

/** Between two accounts of the same owner. */
function ownWords(amountMinor: number, purpose: string): Words {
  return amountMinor > 0
    ? { en: `Moved here from your ${purpose} money`, zh: `自${purpose}转入` }
    : { en: `Moved to your ${purpose} money`, zh: `转至${purpose}` }
}

function refundWords(amountMinor: number, who: string): Words {
  return amountMinor > 0
    ? { en: `Refunded by ${who}`, zh: `${who}退款` }
    : { en: `Refunded to ${who}`, zh: `退款给${who}` }
}
