import { Button, InputWrapper, Stack } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import css from './list-fields.module.css'
import { Quantity } from './quantity.tsx'
import { type FieldProps, SchemaField } from './schema-field.tsx'

/** How many of each line of the order: as many numbers as the order has lines. */
export function QuantitiesField({ label, hint, error, value, context, onChange }: FieldProps): ReactNode {
  const id = useId()
  const lines = context.lines ?? []
  const given = Array.isArray(value) ? value.map(Number) : lines.map(() => 0)
  return (
    <InputWrapper label={label} description={hint} error={error} id={id} labelElement="div">
      <Stack gap="xs" mt="xs">
        {lines.map(({ title, qty }, index) => (
          <div key={`${title} ${index}`} className={css.line}>
            <span>{title}</span>
            <Quantity
              label={title}
              value={given[index] ?? 0}
              min={0}
              max={qty}
              onChange={(next) => onChange(lines.map((_, at) => (at === index ? next : (given[at] ?? 0))))}
            />
          </div>
        ))}
      </Stack>
    </InputWrapper>
  )
}

/** A list of anything. */
export function ListField({ name, label, hint, error, schema, value, context, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('shell')
  const id = useId()
  const items: unknown[] = Array.isArray(value) ? value : []
  const { items: item = {}, minItems = 0, maxItems = 20 } = schema
  return (
    <InputWrapper label={label} description={hint} error={error} id={id} labelElement="div">
      <Stack gap="xs" mt="xs">
        {items.map((one, index) => (
          <div key={index} className={css.item}>
            <SchemaField
              name={`${name}-${index}`}
              schema={{ title: `${index + 1}`, ...item }}
              isRequired
              isMissing={false}
              value={one}
              error={undefined}
              context={context}
              onChange={(next) => onChange(items.map((old, at) => (at === index ? next : old)))}
            />
            {items.length > minItems && (
              <Button variant="subtle" size="xs" onClick={() => onChange(items.filter((_, at) => at !== index))}>
                {t('form.remove')}
              </Button>
            )}
          </div>
        ))}
        {items.length < maxItems && (
          <Button variant="light" size="xs" onClick={() => onChange([...items, item.default ?? ''])}>
            {t('form.add')}
          </Button>
        )}
      </Stack>
    </InputWrapper>
  )
}
