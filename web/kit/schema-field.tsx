import { Checkbox, InputWrapper, PinInput, Radio, Stack, TextInput, Textarea } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { plainWords, useFormat } from '#web/format'
import { type Control, type Schema, type Values, controlOf, textOf } from '#web/schema'
import { DateField, DayField, InstantField } from './date-fields.tsx'
import { ListField, QuantitiesField } from './list-fields.tsx'
import { MoneyField, NumberField, ShareField } from './number-fields.tsx'
import { OfferField } from './offer-field.tsx'
import { PictureField } from './picture-field.tsx'
import { type FormContext, SchemaForm } from './schema-form.tsx'

/** One field of a form, as its control is given it. */
export type FieldProps = {
  name: string
  label: string
  hint: string | undefined
  schema: Schema
  isRequired: boolean
  value: unknown
  error: string | undefined
  context: FormContext
  onChange: (value: unknown) => void
}

type Props = Omit<FieldProps, 'label' | 'hint'> & { isMissing: boolean }

/** A property of a schema as the control that fits it. */
export function SchemaField({ isMissing, ...props }: Props): ReactNode {
  const { t } = useTranslation('shell')
  const { said } = useFormat()
  const { name, schema, isRequired } = props
  const title = said(schema.title) || plainWords(name)
  const label = isRequired ? title : t('form.optional', { title })
  const error = props.error ?? (isMissing ? t('form.required') : undefined)
  const Field = fields[controlOf(name, schema)]
  return <Field {...props} label={label} hint={said(schema.description) || undefined} error={error} />
}

function TextField({ label, hint, schema, value, error, isRequired, onChange }: FieldProps): ReactNode {
  return (
    <TextInput
      label={label}
      description={hint}
      required={isRequired}
      withAsterisk={false}
      value={textOf(value)}
      error={error}
      maxLength={schema.maxLength}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function LongTextField({ name, label, hint, schema, value, error, isRequired, onChange }: FieldProps): ReactNode {
  return (
    <Textarea
      label={label}
      description={hint}
      required={isRequired}
      withAsterisk={false}
      value={textOf(value)}
      error={error}
      maxLength={schema.maxLength}
      autoComplete={/address/i.test(name) ? 'street-address' : 'off'}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** Six digits that are read aloud or scanned: a field each, one for screen readers. */
function CodeField({ label, hint, value, error, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('shell')
  const id = useId()
  return (
    <InputWrapper label={label} description={hint} error={error} id={id} labelElement="div">
      <PinInput
        length={6}
        size="lg"
        type="number"
        inputMode="numeric"
        oneTimeCode
        aria-label={label}
        getInputProps={(index) => ({ 'aria-label': t('form.digit', { number: index + 1, title: label }) })}
        value={textOf(value)}
        error={error !== undefined}
        onChange={(text) => onChange(text)}
      />
    </InputWrapper>
  )
}

function TickField({ label, hint, value, error, onChange }: FieldProps): ReactNode {
  return (
    <Checkbox
      label={label}
      description={hint}
      error={error}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function ChoiceField({ label, hint, schema, value, error, onChange }: FieldProps): ReactNode {
  const choice = useChoiceText()
  const choices = schema.enum ?? []
  return (
    <Radio.Group
      label={label}
      description={hint}
      error={error}
      value={textOf(value)}
      onChange={(chosen) => onChange(choices.find((one) => String(one) === chosen))}
    >
      <Stack gap="xs" mt="xs">
        {choices.map((one) => (
          <Radio key={one} value={String(one)} label={choice(one)} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** Words for a choice: manifests name choices by slugs only. */
export function useChoiceText(): (choice: string | number) => string {
  const { t, i18n } = useTranslation('shell')
  return (choice) =>
    i18n.exists(`choice.${choice}`, { ns: 'shell' })
      ? t(`choice.${choice}` as 'choice.other')
      : plainWords(String(choice))
}

function GroupField({ label, schema, value, context, onChange }: FieldProps): ReactNode {
  return (
    <fieldset>
      <legend>{label}</legend>
      <SchemaForm schema={schema} values={(value ?? {}) as Values} onChange={onChange} context={context} />
    </fieldset>
  )
}

const fields: Readonly<Record<Control, (props: FieldProps) => ReactNode>> = {
  text: TextField,
  'long-text': LongTextField,
  code: CodeField,
  tick: TickField,
  choice: ChoiceField,
  group: GroupField,
  number: NumberField,
  money: MoneyField,
  share: ShareField,
  day: DayField,
  instant: InstantField,
  date: DateField,
  'date-time': InstantField,
  picture: PictureField,
  offer: OfferField,
  list: ListField,
  quantities: QuantitiesField,
}
