import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { AddressChoice } from '#kit/address-choice'
import { SchemaForm } from '#kit/schema-form'
import { Section } from '#kit/section'
import { useOpenAccount } from '#web/account'
import { useFormat } from '#web/format'
import { useMe } from '#web/me'
import type { FieldError } from '#web/problem'
import { isEmptySchema } from '#web/schema'
import { toast } from '#web/toast'
import css from './checkout.module.css'
import { GroupSection } from './checkout-group.tsx'
import { useForms } from './checkout-forms.ts'
import { type Group, addressIn, asksAddress, hiddenFields, rememberAddress, withAddress } from './checkout-groups.ts'
import { CheckoutSum } from './checkout-sum.tsx'
import { type Means, usePlace, usePreviews } from './placing.ts'

type Props = {
  groups: readonly Group[]
  setQty: (offerId: string, qty: number) => void
  onBought: (offerIds: readonly string[]) => void
}

/** What is bought of whom, where it goes, what it costs in all, and one button: whatever it says is what is paid. */
export function Checkout({ groups, setQty, onBought }: Props): ReactNode {
  const { t } = useTranslation('checkout')
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
  const { money } = useFormat()
  const currency = groups[0]?.currency ?? ''
  const amounts = previews.map(({ data }) => data?.amountMinor)
  const total = amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)
  const hasTotal = previews.every(({ data }) => data !== undefined)
  const isReady = previews.every(({ data, isFetching }) => data !== undefined && !isFetching)
  const payWords = t('basket.payAmount', { amount: money(total, currency) })

  const buy = async (): Promise<void> => {
    const bought = await place.press({ wishes: form.wishes, amounts: amounts.map((amount) => amount ?? 0), means })
    if (bought === undefined) {
      // What is shown next is what is true now: a new price, fewer left.
      await client.invalidateQueries()
      return
    }
    rememberAddress({ ...form.wishes[0]?.input })
    toast(t('basket.bought'))
    const next = bought.paymentId ?? bought.orderIds[0]
    await navigate(bought.orderIds.length === 1 || bought.paymentId !== undefined ? `/orders/${next}` : '/orders')
    onBought(groups.flatMap(({ lines }) => lines.map(({ offerId }) => offerId)))
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (me === null) {
      // What a visitor has typed is still there when they come back as somebody.
      for (const { input } of form.wishes) rememberAddress(input)
      openAccount()
    } else if (isReady) void buy()
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
        <SharedFields form={form} currency={currency} errors={place.problem?.errors ?? []} isTried={isTried} />
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
              {me === null ? t('basket.signIn') : hasTotal ? payWords : t('basket.fillIn')}
            </Button>
          }
        />
      </div>
    </form>
  )
}

type SharedProps = {
  form: ReturnType<typeof useForms>
  currency: string
  errors: readonly FieldError[]
  isTried: boolean
}

function SharedFields({ form, currency, errors, isTried }: SharedProps): ReactNode {
  const { t } = useTranslation('checkout')
  if (isEmptySchema(form.shared)) return null
  const hidden = hiddenFields(form.sharedValues)
  return (
    <Section title={t('basket.forAll')}>
      {asksAddress(form.shared, form.sharedValues) && (
        <AddressChoice
          value={addressIn(form.sharedValues)}
          onChange={(address) => form.setShared(withAddress(form.sharedValues, address))}
        />
      )}
      <SchemaForm
        schema={form.shared}
        values={form.sharedValues}
        onChange={form.setShared}
        context={{ currency, hidden, errors, missing: isTried ? form.sharedMissing : [] }}
      />
    </Section>
  )
}
