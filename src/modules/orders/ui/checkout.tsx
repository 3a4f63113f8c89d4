import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { SchemaForm } from '#kit/schema-form'
import { Section } from '#kit/section'
import { useOpenAccount } from '#web/account'
import { useMe } from '#web/me'
import { type Values, isEmptySchema, missingIn } from '#web/schema'
import { toast } from '#web/toast'
import css from './checkout.module.css'
import { GroupSection } from './checkout-group.tsx'
import {
  type Group,
  beginningValues,
  hiddenFields,
  neededFields,
  ownSchema,
  rememberAddress,
  sharedSchema,
} from './checkout-groups.ts'
import { CheckoutSum } from './checkout-sum.tsx'
import { type Means, type Wish, usePlace, usePreviews } from './placing.ts'

type Props = {
  groups: readonly Group[]
  setQty: (offerId: string, qty: number) => void
  onBought: (offerIds: readonly string[]) => void
}

/** What is bought of whom, where it goes, what it costs in all, and one button: whatever it says is what is paid. */
export function Checkout({ groups, setQty, onBought }: Props): ReactNode {
  const { t } = useTranslation('buyer')
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const openAccount = useOpenAccount()
  const [means, setMeans] = useState<Means>('wallet')
  const form = useForms(groups)
  const previews = usePreviews(
    form.wishes.map((wish) => ({ ...wish, isWhole: wish.isWhole && me !== null && me !== undefined })),
  )
  const place = usePlace()
  const [isTried, setTried] = useState(false)
  const amounts = previews.map(({ data }) => data?.amountMinor)
  const isReady = amounts.every((amount) => amount !== undefined)

  const buy = async (): Promise<void> => {
    const bought = await place.press({ wishes: form.wishes, amounts: amounts.map((amount) => amount ?? 0), means })
    // Refused or not, what is shown next is what is true now: a new price, fewer left.
    await client.invalidateQueries({ queryKey: ['/v1/orders?preview'] })
    if (bought === undefined) return
    rememberAddress({ ...form.wishes[0]?.input })
    toast(t('basket.bought'))
    const next = bought.paymentId ?? bought.orderIds[0]
    await navigate(bought.orderIds.length === 1 || bought.paymentId !== undefined ? `/orders/${next}` : '/orders')
    onBought(groups.flatMap(({ lines }) => lines.map(({ offerId }) => offerId)))
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (me === null) openAccount()
    else if (isReady) void buy()
  }
  return (
    <form className={css.columns} onSubmit={submit} noValidate>
      <div className={css.column}>
        {groups.map((group, index) => (
          <GroupSection
            key={group.key}
            group={group}
            preview={previews[index]?.data}
            problem={previews[index]?.problem}
            form={form.ownOf(group, isTried)}
            setQty={setQty}
          />
        ))}
      </div>
      <div className={css.column}>
        {!isEmptySchema(form.shared) && (
          <Section title={t('basket.forAll')}>
            <SchemaForm
              schema={form.shared}
              values={form.sharedValues}
              onChange={form.setShared}
              context={{
                currency: groups[0]?.currency ?? '',
                hidden: hiddenFields(form.sharedValues),
                errors: place.problem?.errors ?? [],
                missing: isTried ? form.sharedMissing : [],
              }}
            />
          </Section>
        )}
        <CheckoutSum
          groups={groups}
          previews={previews}
          means={means}
          setMeans={setMeans}
          problem={place.problem}
          button={
            <Button
              type="submit"
              size="lg"
              fullWidth
              loading={place.isPending}
              disabled={me !== null && !isReady && form.isWhole}
            >
              {me === null ? t('basket.signIn') : form.isWhole ? t('basket.pay') : t('basket.fillIn')}
            </Button>
          }
        />
      </div>
    </form>
  )
}

/** What the form of one order needs. */
export type OwnForm = {
  schema: ReturnType<typeof ownSchema>
  values: Values
  missing: readonly string[]
  set: (values: Values) => void
}

/** The forms of a basket: fields asked once for all, and those of each order. */
function useForms(groups: readonly Group[]) {
  const shared = sharedSchema(groups)
  const [sharedGiven, setShared] = useState<Values | undefined>(undefined)
  const [own, setOwn] = useState<Readonly<Record<string, Values>>>({})
  const sharedValues = sharedGiven ?? beginningValues(shared)
  const ownValues = (group: Group): Values => own[group.key] ?? beginningValues(ownSchema(group, shared))
  const missingOf = (schema: ReturnType<typeof ownSchema>, values: Values): string[] => [
    ...missingIn(schema, values),
    ...neededFields(schema, values),
  ]
  const sharedMissing = missingOf(shared, sharedValues)
  const wishes = groups.map((group): Wish => {
    const hidden = new Set([...hiddenFields(sharedValues), ...hiddenFields(ownValues(group))])
    const input = Object.fromEntries(
      Object.entries({ ...sharedValues, ...ownValues(group) }).filter(([name]) => !hidden.has(name)),
    )
    const isWhole = sharedMissing.length === 0 && missingOf(ownSchema(group, shared), ownValues(group)).length === 0
    return { group, input, isWhole }
  })
  const ownOf = (group: Group, isTried: boolean): OwnForm => {
    const schema = ownSchema(group, shared)
    const values = ownValues(group)
    const missing = isTried ? missingOf(schema, values) : []
    return { schema, values, missing, set: (next) => setOwn({ ...own, [group.key]: next }) }
  }
  const isWhole = wishes.every((wish) => wish.isWhole)
  return { shared, sharedValues, setShared, sharedMissing, wishes, ownOf, isWhole }
}
