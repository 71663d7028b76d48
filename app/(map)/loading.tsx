import { MapLoading } from './_components/map-loading';

export default function Loading() {
  return <MapLoading />;
}
