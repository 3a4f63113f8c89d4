import { Button, InputWrapper } from '@mantine/core'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '#web/api'
import { ApiProblem } from '#web/problem'
import { Picture } from './picture.tsx'
import { useProblemText } from './problem.tsx'
import type { FieldProps } from './schema-field.tsx'

type Props = Pick<FieldProps, 'label' | 'hint' | 'error' | 'value' | 'onChange'> & Partial<FieldProps>

/** A picture from the camera or the disk; its value is the file's id. */
export function PictureField({ label, hint, error, value, onChange }: Props): ReactNode {
  const { t } = useTranslation('shell')
  const api = useApi()
  const textOf = useProblemText()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const upload = async (file: File): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const response = await api.raw('/v1/files', {
        method: 'POST',
        body: file,
        headers: { 'content-type': file.type || 'application/octet-stream' },
      })
      const { id: fileId }: { id: string } = await response.json()
      onChange(fileId)
    } catch (refused) {
      if (!(refused instanceof ApiProblem)) throw refused
      setProblem(textOf(refused))
    } finally {
      setBusy(false)
    }
  }
  return (
    <InputWrapper size="md" label={label} description={hint} error={problem ?? error} id={id} labelElement="div">
      {typeof value === 'string' && <Picture id={value} alt={label} ratio="4 / 3" />}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file !== undefined) void upload(file)
        }}
      />
      <Button variant="light" mt="xs" loading={isBusy} onClick={() => input.current?.click()}>
        {t('form.choosePicture')}
      </Button>
    </InputWrapper>
  )
}
