-- The sample web shop: keys, indexes and views, once the rows are there.
ALTER TABLE country ADD PRIMARY KEY (country_code);
ALTER TABLE staff ADD PRIMARY KEY (staff_id);
ALTER TABLE staff ADD UNIQUE (email);
ALTER TABLE staff ADD FOREIGN KEY (manager_id) REFERENCES staff;
ALTER TABLE customer ADD PRIMARY KEY (customer_id);
ALTER TABLE customer ADD UNIQUE (email);
ALTER TABLE address ADD PRIMARY KEY (address_id);
ALTER TABLE address ADD FOREIGN KEY (customer_id) REFERENCES customer ON DELETE CASCADE;
ALTER TABLE address ADD FOREIGN KEY (country_code) REFERENCES country;
ALTER TABLE category ADD PRIMARY KEY (category_id);
ALTER TABLE category ADD FOREIGN KEY (parent_id) REFERENCES category;
ALTER TABLE product ADD PRIMARY KEY (product_id);
ALTER TABLE product ADD UNIQUE (sku);
ALTER TABLE product ADD FOREIGN KEY (category_id) REFERENCES category;
ALTER TABLE orders ADD PRIMARY KEY (order_id);
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customer;
ALTER TABLE orders ADD FOREIGN KEY (address_id) REFERENCES address;
ALTER TABLE orders ADD FOREIGN KEY (handled_by) REFERENCES staff;
ALTER TABLE order_item ADD PRIMARY KEY (order_id, line_number);
ALTER TABLE order_item ADD FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE;
ALTER TABLE order_item ADD FOREIGN KEY (product_id) REFERENCES product;
ALTER TABLE payment ADD PRIMARY KEY (payment_id, paid_at);
ALTER TABLE payment ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE review ADD PRIMARY KEY (review_id);
ALTER TABLE review ADD FOREIGN KEY (product_id) REFERENCES product;
ALTER TABLE review ADD FOREIGN KEY (customer_id) REFERENCES customer;

CREATE INDEX customer_name_index ON customer (last_name, first_name);
CREATE INDEX customer_preferences_index ON customer USING gin (preferences);
CREATE INDEX address_customer_index ON address (customer_id);
CREATE INDEX product_category_index ON product (category_id);
CREATE INDEX orders_customer_index ON orders (customer_id, ordered_at);
CREATE INDEX orders_open_index ON orders (ordered_at) WHERE status IN ('new', 'paid');
CREATE INDEX order_item_product_index ON order_item (product_id);
CREATE INDEX payment_order_index ON payment (order_id);
CREATE INDEX review_product_index ON review (product_id);
CREATE INDEX review_customer_index ON review (customer_id);

CREATE VIEW order_total AS
    SELECT o.order_id, o.customer_id, o.ordered_at, o.status,
           sum(i.quantity * i.unit_price_eur) AS total_eur
    FROM orders o JOIN order_item i USING (order_id)
    GROUP BY o.order_id;

CREATE VIEW customer_overview AS
    SELECT c.customer_id, c.first_name || ' ' || c.last_name AS name, c.email,
           count(t.order_id) AS orders, coalesce(sum(t.total_eur), 0) AS spent_eur
    FROM customer c LEFT JOIN order_total t USING (customer_id)
    GROUP BY c.customer_id;

CREATE MATERIALIZED VIEW product_sales AS
    SELECT p.product_id, p.name, sum(i.quantity) AS sold,
           sum(i.quantity * i.unit_price_eur) AS revenue_eur
    FROM product p
    JOIN order_item i USING (product_id)
    JOIN orders o USING (order_id)
    WHERE o.status NOT IN ('cancelled', 'returned')
    GROUP BY p.product_id;
CREATE UNIQUE INDEX product_sales_product_index ON product_sales (product_id);
