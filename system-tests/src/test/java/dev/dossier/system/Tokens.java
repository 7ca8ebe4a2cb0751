package dev.dossier.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of tokens with a real key at a real address, and whoever forges what it issues. */
final class Tokens implements AutoCloseable {
    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "dossier";
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k-1\"}";

    private final KeyPair key = pair();
    private final KeyPair other = pair();
    private final HttpServer server;

    Tokens() throws IOException {
        RSAPublicKey published = (RSAPublicKey) key.getPublic();
        byte[] keys = ("{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"k-1\",\"n\":\""
                        + text(published.getModulus().toByteArray()) + "\",\"e\":\""
                        + text(published.getPublicExponent().toByteArray()) + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    /** What a server is told of this issuer. */
    String[] flags() {
        return new String[] {
            "--authentication",
            "jwt",
            "--jwt-issuer",
            ISSUER,
            "--jwt-audience",
            AUDIENCE,
            "--jwt-jwks-url",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
            "--rate-limit",
            "0",
            "--auth-failures",
            "1000000"
        };
    }

    /** A token of each role that is good. */
    List<String> good() {
        return List.of("user", "editor", "reader", "service", "administrator").stream()
                .map(role -> signed(key, HEADER, claims(ISSUER, AUDIENCE, role, Duration.ofDays(2))))
                .toList();
    }

    /** Tokens that are not: forged, over, not yet, of another issuer, for another server, or hardly tokens. */
    List<String> bad() {
        String claims = claims(ISSUER, AUDIENCE, "administrator", Duration.ofDays(2));
        String good = signed(key, HEADER, claims);
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        return List.of(
                signed(other, HEADER, claims),
                signed(other, HEADER.replace("k-1", "k-2"), claims),
                signed(key, HEADER, claims(ISSUER, AUDIENCE, "user", Duration.ofHours(-1))),
                signed(key, HEADER, claims("https://elsewhere.example", AUDIENCE, "user", Duration.ofDays(2))),
                signed(key, HEADER, claims(ISSUER, "another", "user", Duration.ofDays(2))),
                signed(key, HEADER, "{\"sub\":\"ada\"}"),
                signed(key, HEADER, "[]"),
                signed(key, HEADER, "\u00ff{"),
                signed(key, HEADER.replace("RS256", "none"), claims),
                part(HEADER.replace("RS256", "none")) + "." + part(claims) + ".",
                part(HEADER.replace("RS256", "nOnE")) + "." + part(claims) + ".",
                withSharedSecret(HEADER.replace("RS256", "HS256"), claims),
                unsigned,
                unsigned + good.substring(good.lastIndexOf('.') + 1).replaceAll("^.", "!"),
                good.substring(0, good.indexOf('.') + 1)
                        + part(claims.replace("fuzz", "root"))
                        + good.substring(good.lastIndexOf('.')),
                signed(key, "{\"alg\":\"RS256\",\"kid\":\"../../" + FuzzValues.CANARY + "\"}", claims),
                signed(
                        other,
                        "{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/keys\",\"x5u\":\"file:///" + FuzzValues.CANARY
                                + "\"}",
                        claims),
                "..",
                good + ".x.y");
    }

    private static String claims(String issuer, String audience, String role, Duration life) {
        long end = Instant.now().plus(life).getEpochSecond();
        return "{\"iss\":\"" + issuer + "\",\"aud\":\"" + audience + "\",\"sub\":\"fuzz-" + role + "\",\"role\":\""
                + role + "\",\"exp\":" + end + "}";
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(KeyPair by, String header, String claims) {
        String content = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(by.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed with what everybody knows, in the hope that it is taken for a secret. */
    private String withSharedSecret(String header, String claims) {
        String content = part(header) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + text(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String part(String json) {
        return text(json.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
