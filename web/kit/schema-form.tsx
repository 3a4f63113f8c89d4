import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FieldError } from '#web/problem'
import { type Schema, type Values, errorAt } from '#web/schema'
import { SchemaField } from './schema-field.tsx'

/** What a form of a manifest's schema needs beside the schema. */
export type FormContext = {
  /** ISO 4217, for amounts. */
  currency: string
  /** Lines of the order, for quantities of each. */
  lines?: readonly { title: string; qty: number }[]
  /** What the server said of the fields. */
  errors?: readonly FieldError[]
  /** Required fields that are marked as empty. */
  missing?: readonly string[]
  /** Businesses whose offers may be named: those that the manifest looks at. */
  offersOf?: readonly string[]
  /** Fields that are left out as things stand. */
  hidden?: readonly string[]
}

type Props = { schema: Schema; values: Values; onChange: (values: Values) => void; context: FormContext }

/** The fields of a schema. What was typed stays, whatever the server says. */
export function SchemaForm({ schema, values, onChange, context }: Props): ReactNode {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !(context.hidden ?? []).includes(name))
  return (
    <Stack gap="md">
      {fields.map(([name, property]) => (
        <SchemaField
          key={name}
          name={name}
          schema={property}
          isRequired={required.has(name)}
          value={values[name]}
          error={errorAt(context.errors ?? [], name)}
          isMissing={context.missing?.includes(name) ?? false}
          context={context}
          onChange={(value) => {
            const { [name]: _old, ...others } = values
            onChange(value === undefined || value === '' ? others : { ...others, [name]: value })
          }}
        />
      ))}
    </Stack>
  )
}
