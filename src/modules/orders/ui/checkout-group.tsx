import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AddressChoice } from '#kit/address-choice'
import { Picture } from '#kit/picture'
import { ProblemNote } from '#kit/problem'
import { Quantity } from '#kit/quantity'
import { SchemaForm } from '#kit/schema-form'
import { Section } from '#kit/section'
import type { ApiProblem } from '#web/api'
import { useFormat } from '#web/format'
import { isForBasket, looksAt } from '#web/manifest'
import { isEmptySchema } from '#web/schema'
import type { OwnForm } from './checkout-forms.ts'
import css from './checkout-group.module.css'
import { type Chosen, type Group, addressIn, asksAddress, hiddenFields, withAddress } from './checkout-groups.ts'
import type { PreviewBody } from './placing.ts'

type Props = {
  group: Group
  preview: PreviewBody | undefined
  problem: ApiProblem | undefined
  form: OwnForm
  setQty: (offerId: string, qty: number) => void
}

/** What one seller's order will be. */
export function GroupSection({ group, preview, problem, form, setQty }: Props): ReactNode {
  const { t } = useTranslation('checkout')
  const { money, said } = useFormat()
  const { seller, lines, currency, manifest } = group
  return (
    <Section
      title={t('basket.from', { name: seller.name })}
      aside={preview !== undefined && <span className={css.sum}>{money(preview.amountMinor, currency)}</span>}
    >
      <ul className={css.lines}>
        {lines.map((line) => (
          <Line key={line.offerId} line={line} {...(isForBasket(group.beginnings) ? { setQty } : {})} />
        ))}
      </ul>
      <ProblemNote problem={problem} />
      {asksAddress(form.schema, form.values) && (
        <AddressChoice
          value={addressIn(form.values)}
          onChange={(address) => form.set(withAddress(form.values, address))}
        />
      )}
      {!isEmptySchema(form.schema) && (
        <SchemaForm
          schema={form.schema}
          values={form.values}
          onChange={form.set}
          context={{
            currency,
            offersOf: looksAt(manifest),
            hidden: hiddenFields(form.values),
            errors: problem?.errors ?? [],
            missing: form.missing,
          }}
        />
      )}
      <p className={css.business}>{said(manifest.description)}</p>
    </Section>
  )
}

/** More at once are agreed with the seller. */
const qtyMax = 99

function Line({ line, setQty }: { line: Chosen; setQty?: Props['setQty'] }): ReactNode {
  const { t } = useTranslation('checkout')
  const { money } = useFormat()
  const { thing, variant, qty } = line
  const words = Object.values(variant.variant).join(', ')
  return (
    <li className={css.line}>
      <span className={css.picture}>
        <Picture id={variant.pictures[0] ?? null} title={thing.title} />
      </span>
      <span className={css.words}>
        <Link to={`/offers/${line.offerId}`}>{thing.title}</Link>
        {words !== '' && <span>{words}</span>}
        <span>{money(variant.priceMinor, thing.currency)}</span>
      </span>
      <span className={css.qty}>
        {setQty !== undefined && (
          <Quantity
            label={thing.title}
            value={qty}
            min={0}
            max={Math.min(variant.available ?? qtyMax, qtyMax)}
            onChange={(next) => setQty(line.offerId, next)}
          />
        )}
      </span>
      {variant.available !== null && variant.available < qty && (
        <span className={css.few}>{t('basket.onlyLeft', { count: variant.available })}</span>
      )}
    </li>
  )
}
