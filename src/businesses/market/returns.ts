import { returnedForm, type State } from '#modules/flows'
import { reason, ruling } from './inputs.ts'

/** What the quantities being returned cost: cumulative, so that many part returns end at the line's price exactly. */
const returnAmount =
  'sum(lists.range(size(lines)).map(i, mulDiv(terms.gross[i], data.returned[i] + data.returning[i], lines[i].qty)' +
  ' - mulDiv(terms.gross[i], data.returned[i], lines[i].qty)))'

const qtysFit = 'lists.range(size(lines)).all(i, data.returned[i] + input.qtys[i] <= lines[i].qty)'

/** Completed orders: paid out to `earned`, and open to returns until the window ends. */
export const returns: { readonly [state: string]: State } = {
  completed: {
    title: { en: 'Completed', zh: '已完成' },
    entry: [{ set: { completedAt: 'has(data.completedAt) ? data.completedAt : now' } }, { pay: 'settle' }],
    on: {
      requestReturn: {
        by: ['buyer'],
        title: { en: 'Return something', zh: '申请退货' },
        input: returnedForm,
        require: [
          { that: 'size(input.qtys) == size(lines)', else: 'one-quantity-per-line', status: 422 },
          { that: 'sum(input.qtys) > 0', else: 'nothing-to-return', status: 422 },
          { that: qtysFit, else: 'more-than-bought', status: 422 },
        ],
        do: [{ set: { returning: 'input.qtys' } }],
        target: 'returning',
      },
    },
    after: { returnEnd: { target: 'closed' } },
  },
  returning: {
    title: { en: 'Return agreed, waiting for the parcel', zh: '等待退货' },
    on: {
      sendBack: { by: ['buyer'], title: { en: 'I have sent it back', zh: '我已寄回' }, target: 'sentBack' },
      receive: { by: ['seller'], title: { en: 'I have it back', zh: '已收到退货' }, target: 'takenBack' },
      keep: { by: ['buyer'], title: { en: 'I keep it', zh: '取消退货' }, target: 'completed' },
    },
    after: { P14D: { target: 'completed' } },
  },
  sentBack: {
    title: { en: 'On its way back', zh: '退货运输中' },
    on: {
      receive: { by: ['seller'], title: { en: 'I have it back', zh: '已收到退货' }, target: 'takenBack' },
      contest: {
        by: ['seller'],
        title: { en: 'Something is wrong with it', zh: '退货有问题' },
        input: reason,
        target: 'contested',
      },
    },
    after: { P14D: { target: 'takenBack' } },
  },
  takenBack: {
    entry: [
      { refund: returnAmount },
      { set: { returned: 'lists.range(size(lines)).map(i, data.returned[i] + data.returning[i])' } },
    ],
    always: [
      { guard: 'lists.range(size(lines)).all(i, data.returned[i] == lines[i].qty)', target: 'closed' },
      { target: 'completed' },
    ],
  },
  contested: {
    title: { en: 'A return is contested', zh: '退货争议' },
    entry: [{ openCase: { kind: 'contested-return' } }],
    on: {
      rule: {
        by: ['arbiter'],
        title: { en: 'Rule', zh: '裁决' },
        input: ruling,
        do: [{ refund: `bps(${returnAmount}, input.buyerBps)` }],
        target: 'closed',
      },
    },
    after: { P14D: { target: 'takenBack' } },
  },
}
