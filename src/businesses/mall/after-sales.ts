import { returnedForm, type State, type Transition } from '#modules/flows'
import { reason, refund, ruling } from './inputs.ts'

/** What so many of each line cost after the store's discount: cumulative, so that part returns end exactly. */
const worth = (qtys: string): string =>
  `mulDiv(sum(lists.range(size(lines)).map(i, mulDiv(terms.gross[i], ${qtys}, lines[i].qty))),` +
  ' terms.base, max(1, terms.goods))'

/** What is being returned, at most what has not been refunded yet. */
const returnAmount = `min(all, ${worth('data.returned[i] + data.returning[i]')} - ${worth('data.returned[i]')})`

/** A store gives money back; whoever has some of it gives their part. */
export const grantRefund: Transition = {
  by: ['seller'],
  title: { en: 'Refund a part', zh: '部分退款' },
  input: refund,
  do: [{ refund: 'input.amountMinor' }],
}

/** Of what is left the buyer gets a share; what remains goes on where the order was. */
const ruleOn = {
  by: ['arbiter'],
  title: { en: 'Rule', zh: '裁决' },
  input: ruling,
  do: [{ refund: 'bps(all, input.buyerBps)' }],
} as const

/** Leads on by way of a state that says when the ruling was for the store. */
export function rulingTo(target: string): readonly Transition[] {
  return [
    { ...ruleOn, guard: 'input.buyerBps < 5000', target: 'ruledForSeller' },
    { ...ruleOn, target },
  ]
}

const dispute: Transition = {
  by: ['buyer'],
  title: { en: 'Open a problem', zh: '发起纠纷' },
  input: reason,
  do: [{ set: { reason: 'input.reason' } }],
  target: 'contested',
}

/** From the money's way to the store until nothing can come back any more. */
export const afterSales: { readonly [state: string]: State } = {
  completed: {
    title: { en: 'Completed, may be returned', zh: '已完成，可退货' },
    entry: [{ set: { completedAt: 'has(data.completedAt) ? data.completedAt : now' } }, { pay: 'settle' }],
    on: {
      refund: grantRefund,
      dispute,
      requestReturn: {
        by: ['buyer'],
        title: { en: 'Return something', zh: '申请退货' },
        input: returnedForm,
        require: [
          { that: 'size(input.qtys) == size(lines)', else: 'one-quantity-per-line', status: 422 },
          { that: 'sum(input.qtys) > 0', else: 'nothing-to-return', status: 422 },
          {
            that: 'lists.range(size(lines)).all(i, data.returned[i] + input.qtys[i] <= lines[i].qty)',
            else: 'more-than-bought',
            status: 422,
          },
        ],
        do: [{ set: { returning: 'input.qtys' } }],
        target: 'returning',
      },
    },
    after: { returnEnd: { target: 'guaranteed' } },
  },
  returning: {
    title: { en: 'On its way back', zh: '退货中' },
    on: {
      receive: {
        by: ['seller'],
        title: { en: 'I have it back', zh: '已收到退货' },
        do: [
          { refund: returnAmount },
          { set: { returned: 'lists.range(size(lines)).map(i, data.returned[i] + data.returning[i])' } },
        ],
        target: 'completed',
      },
      keep: { by: ['buyer'], title: { en: 'I keep it', zh: '取消退货' }, target: 'completed' },
      dispute,
    },
    after: { P14D: { target: 'completed' } },
  },
  contested: {
    title: { en: 'A problem is open', zh: '纠纷处理中' },
    entry: [{ openCase: { kind: 'dispute' } }],
    on: {
      rule: rulingTo('closed'),
      refund: grantRefund,
      withdraw: { by: ['buyer'], title: { en: 'Withdraw the problem', zh: '撤销纠纷' }, target: 'guaranteed' },
    },
    after: {
      P7D: { do: [{ card: { kind: 'ruling-overdue' } }] },
      P14D: { do: [{ refund: 'bps(all, rates.defaultBuyerBps)' }], target: 'closed' },
    },
  },
  /** Passed through, so that the log says whose the ruling was. */
  ruledForSeller: {
    title: { en: 'Ruled for the store', zh: '裁决支持店铺' },
    always: [{ guard: 'has(data.completedAt)', target: 'closed' }, { target: 'completed' }],
  },
  guaranteed: {
    title: { en: 'Paid to the store, still guaranteed', zh: '已结算，保障期内' },
    entry: [{ pay: 'release' }],
    on: { refund: grantRefund, dispute },
    after: { guaranteeEnd: { target: 'closed' } },
  },
  closed: { title: { en: 'Closed', zh: '已结束' }, final: 'done', entry: [{ pay: 'release' }] },
}
