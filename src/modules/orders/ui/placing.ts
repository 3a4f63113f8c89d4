import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiProblem, type Reply, useApi } from '#web/api'
import { newKey } from '#web/ids'
import type { Values } from '#web/schema'
import { type Intention, useIntention } from '#web/send'
import type { Group } from './checkout-groups.ts'

/** What placing an order would do. */
export type PreviewBody = Extract<Reply<'post', '/v1/orders/{id}/actions/{type}'>, { postings: unknown }>

/** How the orders of a basket are paid. */
export type Means = 'wallet' | 'provider'

/** A group with what was filled in for it. */
export type Wish = { readonly group: Group; readonly input: Values; readonly isWhole: boolean }

/** A preview as far as it has come. */
export type Previewed = { data: PreviewBody | undefined; isFetching: boolean; problem: ApiProblem | undefined }

/** Previews of all orders of a basket; asked anew with every change. */
export function usePreviews(wishes: readonly Wish[]): Previewed[] {
  const api = useApi()
  const replies = useQueries({
    queries: wishes.map(({ group, input, isWhole }) => ({
      queryKey: ['/v1/orders?preview', group.key, linesOf(group), input],
      enabled: isWhole,
      retry: false,
      queryFn: async (): Promise<PreviewBody> => {
        const body = {
          business: group.business,
          type: group.beginning.type,
          lines: linesOf(group),
          input: input as never,
        }
        const reply: unknown = await api.post('/v1/orders', { query: { preview: 'true' }, body })
        return reply as PreviewBody // with `preview` the answer is one
      },
    })),
  })
  return replies.map(({ data, error, isFetching }) => ({
    data,
    isFetching,
    problem: error instanceof ApiProblem ? error : undefined,
  }))
}

function linesOf({ lines }: Group): { offerId: string; qty: number }[] {
  return lines.map(({ offerId, qty }) => ({ offerId, qty }))
}

/** What became of a basket: where to go next. */
export type Bought = { readonly orderIds: readonly string[]; readonly paymentId: string | undefined }

type Wanted = { wishes: readonly Wish[]; amounts: readonly number[]; means: Means }

type Ids = { orderIds: readonly string[]; groupId: string; paymentId: string }

/** The ids of one press, the same when it is sent again after a lost answer. */
function idsOf(known: Map<string, Ids>, key: string, count: number): Ids {
  const ids = known.get(key) ?? {
    orderIds: Array.from({ length: count }, newKey),
    groupId: newKey(),
    paymentId: newKey(),
  }
  known.set(key, ids)
  return ids
}

/** Places all orders of a basket, or none: one list, one payment. */
export function usePlace(): Intention<Bought, [Wanted]> {
  const api = useApi()
  const ids = useRef(new Map<string, Ids>())
  return useIntention(async (key: string, { wishes, amounts, means }: Wanted) => {
    const { orderIds, groupId, paymentId } = idsOf(ids.current, key, wishes.length)
    const commands = wishes.map(({ group, input }, index) => ({
      business: group.business,
      type: means === 'wallet' ? group.beginning.type : 'reserve',
      id: orderIds.at(index)!,
      lines: linesOf(group),
      input: input as never,
      groupId,
      ...(means === 'wallet' ? { expectMinor: amounts.at(index)! } : {}),
    }))
    const orders = orderIds.map((orderId, index) => ({ orderId, type: 'pay', expectMinor: amounts.at(index)! }))
    const payment = { business: 'wallet', type: 'pay', id: paymentId, input: { orders } as never, groupId }
    const body = { all: true, commands: means === 'wallet' ? commands : [...commands, payment] }
    const { verdicts } = await api.post('/v1/commands', { body, key })
    const refused = verdicts.find((verdict) => verdict.status === 'refused')
    if (refused?.status === 'refused') throw new ApiProblem({ ...refused.problem.extra, ...refused.problem })
    return { orderIds, paymentId: means === 'wallet' ? undefined : paymentId }
  })
}
