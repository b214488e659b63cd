import { getRouteApi } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { SETTINGS_SECTIONS } from '../../settings-sections.ts'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'

const route = getRouteApi('/inside/settings/$section')

/** The section that the address names. */
export function SectionPage() {
  const { section } = route.useParams()
  const found = SETTINGS_SECTIONS.find(({ path }) => path === section)
  const label = found?.label ?? 'Settings'
  useEffect(() => {
    document.title = `${label} · Renubu`
  }, [label])
  if (!found)
    return <Notice title="There is no such section.">The link may be old. Choose one of those there are.</Notice>
  const { Page } = found
  return (
    <Suspense
      fallback={
        <Loading>
          <Skeleton widths={[40, 96, 92, 95]} />
        </Loading>
      }
    >
      <Page />
    </Suspense>
  )
}
