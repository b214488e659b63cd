import { useLocation } from '@tanstack/react-router'

declare module '@tanstack/react-router' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- the router's own is added to, which a type cannot
  interface HistoryState {
    /** The address that was typed on the page before; kept beside the page's address, which others may read. */
    readonly email?: string
  }
}

/** What somebody has typed as his address on the page that led here. */
export const useTypedAddress = (): string => useLocation({ select: ({ state }) => state.email ?? '' })
