import { Checkbox, NativeSelect, TextInput, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Reply, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import type { FieldError } from '#web/problem'
import { errorAt } from '#web/schema'
import type { Draft } from './draft.ts'

type Props = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  errors: readonly FieldError[]
  missing: readonly string[]
  business: Reply<'get', '/v1/businesses/{name}'>
}

/** What every offer says of itself. */
export function Terms({ draft, change, errors, missing, business }: Props): ReactNode {
  const { t, i18n } = useTranslation(['seller', 'shell'])
  const { said } = useFormat()
  const categories = useGet('/v1/categories', { staleTime: 60_000 })
  const wrong = (name: string): string | undefined =>
    errorAt(errors, name) ?? (missing.includes(name) ? t('shell:form.required') : undefined)
  const shelves = shelvesOf(categories.data?.items ?? [], said)
  return (
    <>
      <TextInput
        label={t('editor.title')}
        required
        withAsterisk={false}
        maxLength={140}
        value={draft.title}
        error={wrong('title')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('editor.description')}
        maxLength={10_000}
        minRows={4}
        value={draft.description}
        error={wrong('description')}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('listings.category')}
        required
        withAsterisk={false}
        value={draft.category}
        error={wrong('category')}
        onChange={(event) => change({ category: event.currentTarget.value })}
        data={[{ value: '', label: t('editor.choose') }, ...shelves]}
      />
      <NativeSelect
        label={t('editor.tax')}
        value={draft.taxCode}
        error={wrong('taxCode')}
        onChange={(event) => change({ taxCode: event.currentTarget.value })}
        data={taxCodes(business, draft.taxCode).map((value) => ({
          value,
          label: i18n.exists(`editor.taxCode.${value}`, { ns: 'seller' })
            ? t(`editor.taxCode.${value as 'standard'}`)
            : plainWords(value),
        }))}
      />
      <Checkbox
        label={t('editor.withTax')}
        checked={draft.priceIncludesTax}
        onChange={(event) => change({ priceIncludesTax: event.currentTarget.checked })}
      />
    </>
  )
}

type Category = Reply<'get', '/v1/categories'>['items'][number]

/** Categories below their parents, as a list that says which is whose. */
function shelvesOf(items: readonly Category[], said: (text: Category['titles']) => string) {
  const below = (parent: string | null, path: string): { value: string; label: string }[] =>
    items
      .filter((one) => one.parent === parent)
      .flatMap(({ slug, titles }) => {
        const label = path === '' ? said(titles) : `${path} › ${said(titles)}`
        return [{ value: slug, label }, ...below(slug, label)]
      })
  return below(null, '')
}

/** Tax codes that the business has a rate for. */
function taxCodes({ rates }: Props['business'], own: string): string[] {
  const known = (rates as { taxBps?: Record<string, number> }).taxBps ?? {}
  return [...new Set([...Object.keys(known).toReversed(), own])]
}
