import { Button } from '@mantine/core'
import { IconShoppingBag } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { Page, PageTitle } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { ProblemState } from '#kit/problem'
import { ApiProblem, getOptions, useApi } from '#web/api'
import { type BasketLine, addToBasket, emptyBasket, restoreBasket, setInBasket, useBasket } from '#web/basket'
import { useHead } from '#web/head'
import { usePeopleWords } from '#web/people'
import { useSession } from '#web/session'
import { toast } from '#web/toast'
import { Checkout } from './checkout.tsx'
import { type Chosen, groupsOf } from './checkout-groups.ts'

/** Everything that is to be bought, by seller, and paying for it: one page. */
export function BasketScreen(): ReactNode {
  const { t } = useTranslation('checkout')
  useHead({ title: t('basket.title'), isPrivate: true })
  const basket = useBasket()
  const isAdding = useAdded()
  const isKnown = useSession().since !== undefined
  if (isAdding || !isKnown) return <PageSkeleton />
  if (basket.length === 0) {
    return (
      <EmptyState icon={IconShoppingBag} title={t('basket.empty')} text={t('basket.emptyHint')}>
        <Button component={Link} to="/">
          {t('basket.look')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <Page>
      <PageTitle>{t('basket.title')}</PageTitle>
      <CheckoutOf lines={basket} setQty={setInBasket} onBought={(bought) => emptyBasket(new Set(bought))} />
    </Page>
  )
}

/** `/basket?add=OFFER&qty=2` puts something in: a link that buys. Answers true until that is done. */
function useAdded(): boolean {
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const offerId = query.get('add')
  const qty = Number(query.get('qty') ?? 1)
  const isDone = useRef(false)
  useEffect(() => {
    if (offerId === null || isDone.current) return
    isDone.current = true
    addToBasket(offerId, Number.isInteger(qty) && qty > 0 ? qty : 1)
    void navigate('/basket', { replace: true })
  }, [offerId, qty, navigate])
  return offerId !== null
}

type Props = {
  lines: readonly BasketLine[]
  setQty: (offerId: string, qty: number) => void
  onBought: (offerIds: readonly string[]) => void
}

/** Reads what the lines stand for, and how orders of their businesses begin. */
export function CheckoutOf({ lines, setQty, onBought }: Props): ReactNode {
  const api = useApi()
  const words = usePeopleWords()
  const things = useQueries({
    queries: lines.map(({ offerId }) => ({
      ...getOptions(api, '/v1/offers/{id}', { path: { id: offerId } }),
      refetchInterval: 15_000, // others buy too
    })),
  })
  const names = [...new Set(things.flatMap(({ data }) => data?.business ?? []))]
  const businesses = useQueries({
    queries: names.map((name) => ({
      ...getOptions(api, '/v1/businesses/{name}', { path: { name } }),
      staleTime: 60_000,
    })),
  })
  const failed = [...things, ...businesses].find(({ error, data }) => error !== null && data === undefined)
  const gone = things.findIndex(({ error }) => error instanceof ApiProblem && error.status === 404)
  if (gone !== -1) {
    return <TakeOut offerId={lines.at(gone)!.offerId} />
  }
  if (failed?.error instanceof ApiProblem)
    return <ProblemState problem={failed.error} again={() => void failed.refetch()} />
  if ([...things, ...businesses].some(({ data }) => data === undefined)) return <PageSkeleton />
  const chosen = lines.flatMap((line, index): Chosen[] => {
    const thing = things[index]?.data
    const variant = thing?.variants.find(({ id }) => id === line.offerId) ?? thing?.variants[0]
    return thing === undefined || variant === undefined ? [] : [{ ...line, thing, variant }]
  })
  const found = new Map(
    names.flatMap((name, index) => (businesses[index]?.data === undefined ? [] : [[name, businesses[index].data]])),
  )
  const change = (offerId: string, qty: number): void => {
    setQty(offerId, qty)
    const title = chosen.find((line) => line.offerId === offerId)?.thing.title
    if (qty <= 0 && words !== undefined) toast(words('basket.removed', { title }), { undo: () => restoreBasket(lines) })
  }
  return <Checkout groups={groupsOf(chosen, found)} setQty={change} onBought={onBought} />
}

/** Something in the basket is no more: it is taken out, and said. */
function TakeOut({ offerId }: { offerId: string }): ReactNode {
  const { t } = useTranslation('checkout')
  return (
    <EmptyState icon={IconShoppingBag} title={t('basket.gone')} text={t('basket.goneHint')}>
      <Button onClick={() => setInBasket(offerId, 0)}>{t('basket.takeOut')}</Button>
    </EmptyState>
  )
}
