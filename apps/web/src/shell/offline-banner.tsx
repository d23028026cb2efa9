import WifiOff from 'lucide-solid/icons/wifi-off'
import { Banner } from '../ui/banner.tsx'
import { t } from '../words/index.ts'

export const OfflineBanner = () => (
  <Banner
    tone="warning"
    class="sticky top-12 z-10 animate-fade rounded-none px-4 py-1.5 text-sm md:px-6"
    icon={<WifiOff class="size-4 shrink-0" aria-hidden="true" />}
  >
    {t('shell.offline')}
  </Banner>
)
