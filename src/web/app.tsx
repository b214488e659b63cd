import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { CallFailed } from './api.ts'
import { part, sessionQuery } from './calls/session.ts'
import { Live } from './live/live.tsx'
import { createAppRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

// A refusal stays one when it is asked again; a line that is down may come back.
const mayComeBack = (error: Error): boolean => !(error instanceof CallFailed) || (error.problem?.status ?? 503) >= 500

const isSignedOut = (error: Error): boolean => error instanceof CallFailed && error.problem?.status === 401

// A session may be ended elsewhere: whatever is asked next finds that out, and nothing that was read stays on the screen.
const createQueryClient = (onSignedOut: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError: (error) => (isSignedOut(error) ? onSignedOut() : undefined) }),
    mutationCache: new MutationCache({
      onError: (error) => (isSignedOut(error) ? onSignedOut() : undefined),
    }),
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (failures, error) => failures < 2 && mayComeBack(error), retryDelay: 700 },
    },
  })

function createApp() {
  const client = createQueryClient(() => {
    // A wrong password is answered in the same way, and leads nowhere.
    if (!client.getQueryData(sessionQuery.queryKey)?.signedIn) return
    part(client)
    void router.navigate({ to: '/sign-in' })
  })
  const router = createAppRouter(client)
  return { client, router }
}

export function App() {
  const [{ client, router }] = useState(createApp)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Live />
      </QueryClientProvider>
    </MantineProvider>
  )
}
