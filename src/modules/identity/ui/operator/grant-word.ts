import { useTranslation } from 'react-i18next'

/** What a grant is called; manifests may ask for grants that nobody has a word for. */
export function useGrantWord(): (grant: string) => string {
  const { t, i18n } = useTranslation('operator')
  return (grant) =>
    i18n.exists(`grants.${grant}`, { ns: 'operator' }) ? t(`grants.${grant}` as 'grants.operator') : grant
}
