package dev.dossier.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of tokens: real keys, published at a real address. */
final class Issuer implements AutoCloseable {
    static final String NAME = "https://issuer.example";
    static final String AUDIENCE = "dossier";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String published = "{\"keys\":[]}";
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;

    Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            pause();
            byte[] body = published.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/other");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    URI keys() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    int fetches() {
        return fetches.get();
    }

    void publish(JWK... keys) {
        published = new JWKSet(List.of(keys)).toString(true);
    }

    void publish(String text) {
        published = text;
    }

    void answerWith(int code) {
        status = code;
    }

    void answerAfter(Duration pause) {
        delay = pause;
    }

    static RSAKey rsa(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    static ECKey ec(String id) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    /** Claims that are good for five minutes. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject("ada")
                .expirationTime(in(Duration.ofMinutes(5)));
    }

    static Date in(Duration duration) {
        return Date.from(Instant.now().plus(duration));
    }

    static String token(RSAKey key, JWTClaimsSet.Builder claims) throws JOSEException {
        return token(JWSAlgorithm.RS256, JOSEObjectType.JWT, key.getKeyID(), new RSASSASigner(key), claims);
    }

    static String token(ECKey key, JWTClaimsSet.Builder claims) throws JOSEException {
        return token(JWSAlgorithm.ES256, JOSEObjectType.JWT, key.getKeyID(), new ECDSASigner(key), claims);
    }

    static String token(
            JWSAlgorithm algorithm, JOSEObjectType type, String keyId, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).type(type).keyID(keyId).build();
        SignedJWT token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
