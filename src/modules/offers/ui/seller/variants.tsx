import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MoneyField, NumberField } from '#kit/number-fields'
import { plainWords } from '#web/format'
import type { FieldError } from '#web/problem'
import { errorAt } from '#web/schema'
import { type Draft, type VariantDraft, newVariant } from './draft.ts'
import css from './editor.module.css'

type Props = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  errors: readonly FieldError[]
  missing: readonly string[]
}

/** More than this nobody tells apart. */
const optionsMax = 5

/** Price and count; or a row of them for each variant, with what tells it from the others. */
export function Variants({ draft, change, errors, missing }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const { variants, options } = draft
  const [names, setNames] = useState(options.join(', '))
  const [hasVariants, setHasVariants] = useState(options.length > 0)
  const set = (id: string, part: Partial<VariantDraft>): void =>
    change({ variants: variants.map((one) => (one.id === id ? { ...one, ...part } : one)) })
  const readNames = (text: string): void => {
    setNames(text)
    const found = text.split(/[,，、]/).map((name) => name.trim().slice(0, 40))
    change({ options: [...new Set(found.filter((name) => name !== ''))].slice(0, optionsMax) })
  }
  return (
    <>
      {hasVariants && (
        <TextInput
          label={t('editor.options')}
          description={t('editor.optionsHint')}
          value={names}
          onChange={(event) => readNames(event.currentTarget.value)}
        />
      )}
      {variants.map((variant, index) => (
        <fieldset key={variant.id} className={css.variant}>
          {hasVariants && <legend>{t('editor.variant', { number: index + 1 })}</legend>}
          {options.map((name) => (
            <TextInput
              key={name}
              label={plainWords(name)}
              maxLength={80}
              value={variant.values[name] ?? ''}
              error={
                missing.includes('variant') && (variant.values[name] ?? '').trim() === ''
                  ? t('editor.missingHere')
                  : undefined
              }
              onChange={(event) =>
                set(variant.id, { values: { ...variant.values, [name]: event.currentTarget.value } })
              }
            />
          ))}
          <Figures draft={draft} variant={variant} set={set} errors={errors} missing={missing} />
          {variants.length > 1 && (
            <ActionIcon
              variant="subtle"
              size="lg"
              className={css.remove ?? ''}
              aria-label={t('editor.removeVariant', { number: index + 1 })}
              onClick={() => change({ variants: variants.filter(({ id }) => id !== variant.id) })}
            >
              <IconTrash size={18} />
            </ActionIcon>
          )}
        </fieldset>
      ))}
      <div>
        <Button
          variant="light"
          onClick={() => {
            if (hasVariants) change({ variants: [...variants, newVariant(variants.at(-1))] })
            else setHasVariants(true)
          }}
        >
          {hasVariants ? t('editor.addVariant') : t('editor.hasVariants')}
        </Button>
      </div>
    </>
  )
}

type FiguresProps = Omit<Props, 'change'> & {
  variant: VariantDraft
  set: (id: string, part: Partial<VariantDraft>) => void
}

function Figures({ draft, variant, set, errors, missing }: FiguresProps): ReactNode {
  const { t } = useTranslation('seller')
  const shared = { schema: {}, hint: undefined, context: { currency: draft.currency } }
  const isUnpriced = missing.includes('priceMinor') && variant.priceMinor === undefined
  return (
    <>
      <MoneyField
        {...shared}
        name="priceMinor"
        label={t('listings.price')}
        isRequired
        value={variant.priceMinor}
        error={errorAt(errors, 'priceMinor') ?? (isUnpriced ? t('editor.missingHere') : undefined)}
        onChange={(priceMinor) =>
          set(variant.id, { priceMinor: typeof priceMinor === 'number' ? priceMinor : undefined })
        }
      />
      {(variant.rev === 0 || variant.stockBefore !== null) && (
        <NumberField
          {...shared}
          name="stock"
          label={t('listings.stock')}
          isRequired={false}
          value={variant.stock}
          error={errorAt(errors, 'stock')}
          onChange={(stock) => set(variant.id, { stock: typeof stock === 'number' ? stock : undefined })}
        />
      )}
    </>
  )
}
