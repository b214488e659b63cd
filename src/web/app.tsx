import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { CallFailed } from './api.ts'
import { Live } from './live/live.tsx'
import { createAppRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

// A refusal stays one when it is asked again; a line that is down may come back.
const mayComeBack = (error: Error): boolean => !(error instanceof CallFailed) || (error.problem?.status ?? 503) >= 500

const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (failures, error) => failures < 2 && mayComeBack(error), retryDelay: 700 },
    },
  })

export function App() {
  const [client] = useState(createQueryClient)
  const [router] = useState(() => createAppRouter(client))
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Live />
      </QueryClientProvider>
    </MantineProvider>
  )
}
