import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

// One lightness curve for every hue, so that the same index weighs the same. Gray and dark stand where Mantine looks for them.
const colors = {
  plum: ['#FBF5F9', '#F5E9F2', '#ECD4E6', '#E0B7D6', '#D097C3', '#BB75AC', '#9B588D', '#804374', '#65305A', '#492041'],
  red: ['#FFF4F2', '#FFE6E3', '#FFCFC9', '#FDAFA5', '#F6887D', '#E65F55', '#C33E38', '#A42724', '#831515', '#60090A'],
  gray: ['#F9F7F4', '#F3F0EB', '#EEEAE4', '#E9E5DF', '#D3CDC7', '#8E8780', '#6B645D', '#57504A', '#3A342F', '#211D19'],
  dark: ['#EBE7E4', '#C2BCB7', '#A39D97', '#7F7973', '#4A453F', '#262320', '#1E1B19', '#171413', '#110F0D', '#0B0A09'],
} satisfies Record<string, MantineColorsTuple>

export const theme = createTheme({
  colors,
  primaryColor: 'plum',
  primaryShade: { light: 8, dark: 6 },
  white: '#FFFFFF',
  black: '#211D19',
  fontFamily: '"Hanken Grotesk Variable", system-ui, "Segoe UI", sans-serif',
  fontSizes: { xs: '0.8125rem', sm: '0.8125rem', md: '0.9375rem', lg: '0.9375rem', xl: '2rem' },
  lineHeights: { xs: '1.25rem', sm: '1.25rem', md: '1.5rem', lg: '1.5rem', xl: '2.5rem' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  shadows: { xs: 'none', sm: 'none', md: 'var(--shadow-1)', lg: 'var(--shadow-2)', xl: 'var(--shadow-2)' },
  components: {
    Popover: {
      defaultProps: {
        radius: 'lg',
        shadow: 'md',
        offset: 8,
        transitionProps: { transition: 'fade', duration: 120 },
      },
    },
    Menu: {
      defaultProps: { radius: 'lg', shadow: 'md', transitionProps: { transition: 'fade', duration: 120 } },
    },
    Drawer: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.4, color: '#140E0A' },
        transitionProps: { duration: 200, timingFunction: 'cubic-bezier(.2,.7,.2,1)' },
      },
    },
    Slider: { defaultProps: { color: 'plum', size: 4, thumbSize: 20, label: null } },
  },
})

const shared = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--risk-text)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-disabled-color': 'var(--text-3)',
}

/** What Mantine would paint white or too pale follows the tokens. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...shared, '--mantine-color-default-hover': 'var(--hover)' },
  dark: { ...shared, '--mantine-color-default-color': 'var(--text)' },
})
