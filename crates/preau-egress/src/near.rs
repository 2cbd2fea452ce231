//! Which addresses are inside the institution's own network, or mean something else than one host out there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is anything but a public unicast one (IANA special-purpose registries, RFC 6890 and later).
///
/// What wraps an IPv4 address (mapped, NAT64, 6to4) is as near as what it wraps.
pub(crate) fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

fn v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240 // RFC 1112 §4, broadcast included
        || (a == 100 && b & 0xc0 == 64) // RFC 6598, carriers' NAT
        || (a == 198 && b & 0xfe == 18) // RFC 2544, benchmarks
        || (a == 192 && b == 0 && c == 0) // RFC 6890 §2.1
        || (a == 192 && b == 88 && c == 99) // RFC 7526
}

fn v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let [high, low] = [segments[6], segments[7]];
    let wrapped = |high: u16, low: u16| v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match segments {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => wrapped(high, low), // RFC 4291, RFC 6052
        [0x2002, first, second, ..] => wrapped(first, second),                              // RFC 3056
        [0x2001, second, ..] => second < 0x200 || second == 0xdb8, // RFC 2928 (Teredo and kin), RFC 3849
        [0x3fff, second, ..] => second < 0x1000,                   // RFC 9637
        // Of all others, only 2000::/3 is given out as public unicast (RFC 4291 §2.4).
        [first, ..] => first & 0xe000 != 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_within_the_institution_is_near() {
        for near in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "255.255.255.255",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:a00:1::",
            "2001:db8::1",
            "2001::1",
            "::7f00:1",
        ] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in ["1.1.1.1", "193.51.196.1", "2a00:1450:4007::1", "2606:4700::1", "::ffff:8.8.8.8", "172.32.0.1"] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}
