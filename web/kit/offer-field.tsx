import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '#web/api'
import { textOf } from '#web/schema'
import type { FieldProps } from './schema-field.tsx'

/** An offer of the business that the manifest looks at: a coupon, a class, a place. */
export function OfferField({ label, hint, error, isRequired, value, context, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('shell')
  const [business = ''] = context.offersOf ?? []
  const { data } = useGet('/v1/offers', { query: { business, limit: 100 }, enabled: business !== '' })
  const choices = (data?.items ?? []).map(({ id, title, seller }) => ({
    value: id,
    label: `${title} · ${seller.name}`,
  }))
  return (
    <NativeSelect
      label={label}
      description={hint}
      error={error}
      required={isRequired}
      withAsterisk={false}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('form.choose') }, ...choices]}
    />
  )
}
